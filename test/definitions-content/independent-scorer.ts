/**
 * A program that knows of a definition what `definitions describe ID --json` says, and nothing else: it finds what is wrong with a set
 * of answers and scores it. Nothing is imported from `src`, so that a mistake there is not made twice.
 */
import type { Answers, Condition, Description, Item, Levels, Measure, Point, SceneGates } from './independent-description.ts';
import { decide, read } from './independent-expression.ts';
import { Form } from './independent-form.ts';

type Scored = { readonly score: number | null; readonly state: string; readonly grade: number };
type Measured = {
  readonly score: number | null;
  readonly grade: string | null;
  readonly share: number;
  readonly applies: boolean;
};
export type Found = {
  readonly items: Readonly<Record<string, Pick<Scored, 'score' | 'state'>>>;
  readonly measures: Readonly<Record<string, Pick<Measured, 'score' | 'grade'>>>;
  readonly level: string | null;
  readonly readings: Readonly<Record<string, string | null>>;
  readonly conditions: Readonly<Record<string, string>>;
};

export function scoreIndependently(described: Description, answers: Answers): Found {
  const form = new Form(described, answers);
  const items = new Map(described.items.map((item) => [item.name, scoreItem(item, form)]));
  const measures = new Map<string, Measured>();
  for (const measure of described.measures) measures.set(measure.id, scoreMeasure(measure, items, measures, form));
  const conditions = new Map(described.checklist?.conditions.map((each) => [each.name, judge(each, described, form)]));
  const readings = readingsOf(described, items, (id) => measures.get(id)?.score ?? null);
  return {
    items: Object.fromEntries([...items].map(([name, { score, state }]) => [name, { score, state }])),
    measures: Object.fromEntries([...measures].map(([id, { score, grade }]) => [id, { score, grade }])),
    level: described.level?.kind === 'checklist' ? climb(described, conditions) : (readings['decides'] ?? null),
    readings,
    conditions: Object.fromEntries(conditions),
  };
}

function scoreItem({ rule, inputs }: Item, form: Form): Scored {
  const state = (name: string): Scored => ({ score: null, state: name, grade: 0 });
  if (inputs.some((input) => !form.shown(input))) return state('not-relevant');
  if (inputs.some((input) => form.value(input) === '')) return state('unanswered');
  const of = (score: number | null, grade = 0): Scored =>
    score === null ? state('not-applicable') : { score, state: 'answered', grade };
  if (rule.kind === 'change') {
    const [last, previous] = [Number(form.value(rule.last)), Number(form.value(rule.previous))];
    if (rule.rule === 'relative' && previous === 0) return state('unanswered');
    return of(along(rule.points, (rule.better === 'lower' ? -1 : 1) * changed(rule.rule, previous, last)));
  }
  const value = form.value(rule.question);
  const ticked = typeof value === 'object' ? value : [];
  const nothing = form.question(rule.question).options.some(({ name, exclusive }) => exclusive && ticked.includes(name));
  switch (rule.kind) {
    case 'options':
      return of(rule.scores[String(value)] ?? null);
    case 'satisfaction': {
      const share = rule.shares[String(value)] ?? null;
      return of(share === null ? null : 100 * share);
    }
    case 'ladder': {
      const step = rule.steps.find(({ choice }) => choice === value);
      return of(step?.s ?? null, step?.grade);
    }
    case 'ticks':
      return of(nothing ? 0 : Math.min(100, sum(ticked.map((option) => rule.scores[option] ?? 0))));
    case 'count':
      return of(rule.scores[nothing ? 0 : ticked.length] ?? null);
    case 'bands':
      return of(rule.bands.find(({ le }) => Number(value) <= le)?.s ?? null);
    case 'curve':
      return of(along(rule.points, Number(value)));
  }
}

function changed(rule: string, previous: number, last: number): number {
  if (rule === 'points') return 2 * (last - previous);
  if (rule === 'relative') return (100 * (last - previous)) / previous;
  if (previous >= 100) return last >= 100 ? 0 : -10;
  return (100 * (last - previous)) / (100 - previous);
}

function along(points: readonly Point[], x: number): number {
  const after = points.findIndex((point) => x <= point.x);
  const [from, to] = [points[after - 1], points[after]];
  if (to === undefined) return points.at(-1)?.s ?? 0;
  return from === undefined ? to.s : from.s + ((to.s - from.s) * (x - from.x)) / (to.x - from.x);
}

function scoreMeasure(
  measure: Measure,
  items: ReadonlyMap<string, Scored>,
  before: ReadonlyMap<string, Measured>,
  form: Form,
): Measured {
  const absent: Measured = { score: null, grade: null, share: 0, applies: false };
  if (measure.applies !== null && decide(read(measure.applies), form.world) === false) return absent;
  const graded = (score: number | null, share: number, applies: boolean): Measured => ({
    score,
    grade: score === null ? null : (measure.grades.find(({ lt }) => lt === null || score < lt)?.name ?? null),
    share,
    applies,
  });
  const terms = measure.terms.map((term) => ({ ...term, part: before.get(term.measure) ?? absent }));
  if (measure.kind === 'weighted-sum') {
    const whole = terms.every(({ part }) => part.score !== null);
    return graded(whole ? sum(terms.map(({ weight, part }) => weight * (part.score ?? 0))) : null, 0, true);
  }
  if (measure.kind === 'level-sum') {
    const first = terms.find(({ part }) => part.applies);
    if (first === undefined) return absent;
    const reached = (score: number): boolean => measure.satisfied_at !== null && score >= measure.satisfied_at - 1e-9;
    const points = terms.map(({ part: { score } }) => (score === null ? 0 : reached(score) ? 1 : score));
    return graded(first.part.score === null ? null : sum(points), 0, true);
  }
  const counted =
    measure.kind === 'nested-mean'
      ? terms
          .filter(({ part, when }) => part.applies && (when === null || when === undefined || decide(read(when), form.world)))
          .map(({ weight, part }) => ({ weight, score: part.score }))
      : measure.items.flatMap(({ item, weight }) => {
          const { state, score } = items.get(item) ?? { state: 'not-applicable', score: null };
          const hidden = state === 'not-relevant';
          if (state === 'not-applicable' || (hidden && measure.hidden_counts_zero !== true)) return [];
          return [{ weight: measure.kind === 'mean' ? 1 : weight, score: hidden ? 0 : score }];
        });
  const scored = counted.filter(({ score }) => score !== null);
  const [weight, answered] = [sum(counted.map((each) => each.weight)), sum(scored.map((each) => each.weight))];
  const points = sum(scored.map((each) => each.weight * (each.score ?? 0)));
  const enough = answered > 0 && answered / weight >= (measure.min_answered ?? 0) && measure.kind !== 'unscored';
  const scale = measure.kind === 'nested-mean' ? 1 : measure.full / 100;
  const score = measure.kind === 'sum' ? points / 100 : (points / answered) * scale;
  return graded(enough ? score : null, weight === 0 ? 0 : answered / weight, weight > 0);
}

type ScoreOf = (id: string) => number | null;

/** Every reading by its id, and what decides as `decides`. */
function readingsOf(
  { level, items }: Description,
  scored: ReadonlyMap<string, Scored>,
  scoreOf: ScoreOf,
): Readonly<Record<string, string | null>> {
  if (level === null || level.kind === 'checklist') return {};
  const known = level.measures.every((id) => scoreOf(id) !== null);
  const slack = level.kind === 'gates' ? 0 : 1e-9;
  const gated = (of: Levels[number]): boolean => of.gates.every(({ measure, min }) => (scoreOf(measure) ?? 0) >= min - slack);
  const upTo = (levels: Levels, fits: (of: Levels[number]) => boolean): string | null => {
    const miss = levels.findIndex((each) => !fits(each));
    return known ? (levels.at(miss < 0 ? -1 : miss - 1)?.id ?? null) : null;
  };
  if (level.kind === 'score-and-scenes') {
    const scenes = items.filter(({ measure }) => measure === level.scenes).map(({ name }) => name);
    const reaching = (names: readonly string[], grade: number): number =>
      names.filter((name) => (scored.get(name)?.grade ?? 0) >= grade).length;
    const highest = (levels: Levels, gates: SceneGates): string | null => {
      const fits = (of: Levels[number]): boolean =>
        gated(of) &&
        gates.every(
          (gate) =>
            gate.level !== of.id ||
            (reaching(scenes, gate.grade) >= gate.count && reaching(level.constraining, gate.grade) >= gate.constraining),
        );
      return known ? (levels.findLast(fits)?.id ?? null) : null;
    };
    const readings = level.readings.map(({ id, levels, sceneGates }) => [id, highest(levels, sceneGates)] as const);
    return { ...Object.fromEntries(readings), decides: highest(level.levels, level.sceneGates) };
  }
  const score = upTo(level.levels, gated);
  if (level.kind !== 'satisfied-levels') return { decides: score };
  const satisfied = upTo(level.levels, ({ id }) => {
    const at = level.levels.findIndex((each) => each.id === id);
    return at === 0 || (scoreOf(level.levelMeasures[at - 1] ?? '') ?? -1) >= level.satisfiedAt - 1e-9;
  });
  return { score, satisfied, decides: level.decides === 'score' ? score : satisfied };
}

function judge({ part, applies, test, inputs }: Condition, { checklist }: Description, form: Form): string {
  const ofPart = checklist?.parts.find(({ id }) => id === part)?.applies ?? null;
  const fails = (condition: string | null): boolean => condition !== null && decide(read(condition), form.world) === false;
  if (fails(ofPart) || fails(applies)) return 'not-applicable';
  const told = (met: boolean | null): string => (met === null ? 'unanswered' : met ? 'met' : 'not-met');
  if (test.kind === 'expression') {
    return inputs.every((name) => !form.shown(name)) ? 'not-applicable' : told(decide(read(test.met), form.world));
  }
  const value = form.value(test.question);
  const { options } = form.question(test.question);
  if (!form.shown(test.question) || options.some((option) => option.not_applicable && option.name === value))
    return 'not-applicable';
  if (test.kind === 'judged') return 'judged';
  if (value === '') return 'unanswered';
  if (test.kind === 'chosen') return told(test.met.includes(String(value)));
  if (test.kind === 'at-most') return told(Number(value) <= test.value + 1e-9);
  const countable =
    test.kind === 'ticked' && test.of.length > 0
      ? test.of
      : options.filter(({ exclusive }) => !exclusive).map(({ name }) => name);
  const amount = typeof value === 'object' ? value.filter((option) => countable.includes(option)).length : Number(value);
  return told(amount >= test.value - 1e-9);
}

function climb({ level, checklist }: Description, states: ReadonlyMap<string, string>): string | null {
  const levels = level?.levels.map(({ id }) => id) ?? [];
  const needed = (checklist?.conditions ?? []).filter(
    ({ prerequisite, name }) => !prerequisite && /met|unanswered/.test(states.get(name) ?? ''),
  );
  const missed = (rank: number): readonly string[] =>
    needed
      .filter((each) => (each.level === null ? 1 : levels.indexOf(each.level)) === rank)
      .map(({ name }) => states.get(name) ?? '')
      .filter((state) => state !== 'met');
  let rank = 0;
  while (rank + 1 < levels.length && missed(rank + 1).length === 0) rank += 1;
  const untold = rank === 0 && missed(1).every((state) => state === 'unanswered');
  return untold ? null : (levels[rank] ?? null);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
