import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { Measure, ScoredItem } from '#definition/scoring.ts';
import type { Answers, AnswerValue } from '#engine/answers.ts';
import { openSession } from '#engine/session.ts';
import { itemSources } from '#scoring/item-sources.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { openScoreSession } from '#scoring/score-session.ts';
import type { ScoreSession } from '#scoring/score-session.ts';
import { completeness } from './completeness.ts';

type Named = { readonly id: string; readonly name: string };

/** What answering one open question can do, everything else as it is. All of it is an outlook, never a score. */
export type OpenEffect = {
  readonly path: string;
  readonly section: string;
  /** The level that the best answer leads up to, and the worst down to; null where it stays. */
  readonly best: Named | null;
  readonly worst: Named | null;
  /** The level cannot be told now; with some answer it can. */
  readonly tells: boolean;
  /** A measure that has too little answered to be scored, and the share of its weight (0–1) that this answer counts for. */
  readonly settles: (Named & { readonly share: number }) | null;
  /** What it moves most: points of the measure's own scale between the worst and the best answer. */
  readonly moves: (Named & { readonly swing: number; readonly decimals: number | null; readonly full: number }) | null;
  /** Conditions of a checklist whose state it can change. */
  readonly conditions: number;
};

/**
 * The open questions that can change the level first, then those without which a measure cannot be told, then by how far they move a
 * deciding measure. Tried out with the engine itself: each question alone, and together with the other open inputs of its clause where
 * a clause needs several. Questions that change none of this are left out.
 */
export function rankOpen(compiled: CompiledDefinition, answers: Answers): readonly OpenEffect[] {
  const session = openSession(compiled, answers);
  const scores = openScoreSession(compiled, session);
  const watched = watchedMeasures(compiled);
  const before = snapshot(scores, watched);
  const open = new Set(completeness(compiled, session, {}).sections.flatMap(({ unanswered }) => unanswered));
  const tryOut = (trial: Trial): Snapshot => {
    for (const [path, value] of trial) scores.apply(session.set(path, value));
    const after = snapshot(scores, watched);
    for (const [path] of trial) scores.apply(session.set(path, null));
    return after;
  };
  /** A clause of several open inputs is tried once for all of them. */
  const tried = new Map<string, readonly Snapshot[]>();
  const { questions } = indexDefinition(compiled);
  const effects = [...open].flatMap((path): readonly OpenEffect[] => {
    const place = questions.get(path.split('/').at(-1) ?? path);
    if (place === undefined) return [];
    const alone = valuesFor(
      compiled,
      place.question,
      session.choices(path).map(({ name }) => name),
    ).map((value) => tryOut([[path, value]]));
    const together = clausesOf(compiled, path).flatMap((item) => {
      const inputs = [...new Set([...item.inputs, ...itemSources(compiled, item)])].filter((name) => open.has(name));
      if (inputs.length < 2 || inputs.length > mostInputs) return [];
      const known = tried.get(item.name) ?? jointTrials(compiled, inputs).map(tryOut);
      tried.set(item.name, known);
      return known;
    });
    const effect = effectOf(compiled, before, [...alone, ...together]);
    return effect === null ? [] : [{ path, section: place.section, ...effect }];
  });
  return effects.toSorted(byUse(compiled, before.level));
}

/** 1: may change the level, 2: a measure waits for it, 3: moves a score, 4: a condition. */
export function tierOf({ best, worst, tells, settles, moves }: OpenEffect): 1 | 2 | 3 | 4 {
  if (tells || best !== null || worst !== null) return 1;
  if (settles !== null) return 2;
  return moves === null ? 4 : 3;
}

type Trial = readonly (readonly [path: string, value: AnswerValue])[];

/** Beyond this a clause has too many combinations to try. */
const mostInputs = 3;
/** Of numbers that only mean something beside each other: nothing, a whole, twice of it. */
const joint = [0, 100, 200] as const;
/** Differences smaller than this come from floating point. */
const noise = 1e-9;

type Snapshot = {
  readonly level: string | null;
  readonly scores: ReadonlyMap<string, { readonly score: number | null; readonly answered: number | null }>;
  readonly conditions: NonNullable<ScoreResult['checklist']>['conditions'];
};

function snapshot(scores: ScoreSession, watched: readonly Measure[]): Snapshot {
  const { level, checklist } = scores.result();
  const entries = watched.map(({ id }) => {
    const found = scores.measure(id);
    return [id, { score: found?.score ?? null, answered: found?.answeredWeight ?? null }] as const;
  });
  return { level, scores: new Map(entries), conditions: checklist?.conditions ?? {} };
}

/** What is shown as a score: no steps on the way, nothing that is read item by item. */
function watchedMeasures({ scoring }: CompiledDefinition): readonly Measure[] {
  return scoring.measures.filter(({ detail, kind }) => !detail && kind !== 'unscored');
}

/** Measures that the level is decided by; without a level, all that are shown. */
function decidingMeasures({ scoring }: CompiledDefinition): ReadonlySet<string> {
  const { level, measures } = scoring;
  const named = new Set([...(level?.measures ?? []), ...ladderGates(level)]);
  return named.size > 0 ? named : new Set(measures.map(({ id }) => id));
}

function ladderGates(level: CompiledDefinition['scoring']['level']): readonly string[] {
  return level?.levels.flatMap(({ gates }) => gates.map(({ measure }) => measure)) ?? [];
}

function clausesOf(compiled: CompiledDefinition, path: string): readonly ScoredItem[] {
  return compiled.scoring.items.filter((item) => item.inputs.includes(path) || itemSources(compiled, item).includes(path));
}

/** Answers worth trying: each choice; for numbers the ends of the range and where a rule turns. */
function valuesFor(compiled: CompiledDefinition, question: Question, choices: readonly string[]): readonly AnswerValue[] {
  switch (question.type) {
    case 'select_one':
      return question.choices
        .filter(({ name, notApplicable }) => choices.includes(name) && !notApplicable)
        .map(({ name }) => name);
    case 'select_multiple': {
      const free = question.choices.filter(
        ({ name, exclusive, notApplicable }) => choices.includes(name) && !exclusive && !notApplicable,
      );
      const alone = question.choices.filter(({ name, exclusive }) => choices.includes(name) && exclusive);
      const sets = [free.map(({ name }) => name), ...free.map(({ name }) => [name]), ...alone.map(({ name }) => [name])];
      return sets.filter((names) => names.length > 0);
    }
    case 'integer':
    case 'decimal':
      return [...new Set([...turningPoints(compiled, question.name), ...joint, question.min ?? 0, question.max ?? 100])];
    case 'text':
    case 'date':
    case 'geopoint':
    case 'image':
    case 'note':
    case 'calculate':
      return [];
  }
}

function turningPoints({ scoring }: CompiledDefinition, question: string): readonly number[] {
  const ofItems = scoring.items.flatMap(({ rule }): readonly number[] => {
    if (rule.kind === 'bands' && rule.question === question)
      return rule.bands.flatMap(({ le }) => (Number.isFinite(le) ? [le, le + 1] : []));
    return rule.kind === 'curve' && rule.question === question ? rule.points.map(({ x }) => x) : [];
  });
  const ofConditions = (scoring.checklist?.conditions ?? []).flatMap(({ test }): readonly number[] =>
    (test.kind === 'at-least' || test.kind === 'at-most') && test.question === question
      ? [test.value, test.value - 1, test.value + 1]
      : [],
  );
  return [...ofItems, ...ofConditions];
}

function jointTrials(compiled: CompiledDefinition, inputs: readonly string[]): readonly Trial[] {
  const { questions } = indexDefinition(compiled);
  let trials: readonly Trial[] = [[]];
  for (const name of inputs) {
    const question = questions.get(name)?.question;
    const choices = question?.choices.map((choice) => choice.name) ?? [];
    const values = question === undefined || choices.length === 0 ? joint : valuesFor(compiled, question, choices);
    trials = trials.flatMap((trial) => values.map((value) => [...trial, [name, value] as const]));
  }
  return trials;
}

function effectOf(
  compiled: CompiledDefinition,
  before: Snapshot,
  after: readonly Snapshot[],
): Omit<OpenEffect, 'path' | 'section'> | null {
  const ladder = compiled.scoring.level?.levels ?? [];
  const stands = ladder.findIndex(({ id }) => id === before.level);
  const reached = after.map(({ level }) => ladder.findIndex(({ id }) => id === level)).filter((at) => at >= 0);
  const top = Math.max(stands, ...reached);
  const bottom = Math.min(stands, ...reached);
  const named = (at: number): Named | null => {
    const level = ladder[at];
    return level === undefined ? null : { id: level.id, name: level.name };
  };
  const effect = {
    best: stands >= 0 && top > stands ? named(top) : null,
    worst: stands >= 0 && bottom < stands ? named(bottom) : null,
    tells: before.level === null && reached.length > 0,
    settles: settledBy(compiled, before, after),
    moves: mostMoved(compiled, before, after),
    conditions: conditionsMoved(before, after),
  };
  const none = effect.settles === null && effect.moves === null && effect.conditions === 0;
  return none && !effect.tells && effect.best === null && effect.worst === null ? null : effect;
}

/** Of several the one that it counts most for. */
function settledBy({ scoring }: CompiledDefinition, before: Snapshot, after: readonly Snapshot[]): OpenEffect['settles'] {
  let most: OpenEffect['settles'] = null;
  for (const { id, name } of scoring.measures) {
    const was = before.scores.get(id);
    if (was === undefined || was.score !== null) continue;
    const share = Math.max(...after.map(({ scores }) => (scores.get(id)?.answered ?? 0) - (was.answered ?? 0)), 0);
    if (share > (most?.share ?? 0) + noise) most = { id, name, share };
  }
  return most;
}

/** A deciding measure before any other; of those the one that moves by the largest share of its scale. */
function mostMoved(compiled: CompiledDefinition, before: Snapshot, after: readonly Snapshot[]): OpenEffect['moves'] {
  const deciding = decidingMeasures(compiled);
  let most: OpenEffect['moves'] = null;
  let decides = false;
  for (const { id, name, full, decimals } of compiled.scoring.measures) {
    const was = before.scores.get(id)?.score ?? null;
    const now = after.flatMap(({ scores }) => scores.get(id)?.score ?? []);
    // Where some answers leave it alone, staying as it is is one of the outcomes.
    const all = was === null ? now : [was, ...now];
    const swing = all.length < 2 ? 0 : Math.max(...all) - Math.min(...all);
    if (swing <= noise * full || (decides && !deciding.has(id))) continue;
    const isFirst = deciding.has(id) && !decides;
    if (isFirst || most === null || swing / full > most.swing / most.full) most = { id, name, swing, decimals, full };
    decides ||= deciding.has(id);
  }
  return most;
}

function conditionsMoved({ conditions }: Snapshot, after: readonly Snapshot[]): number {
  return Object.entries(conditions).filter(([name, { state, opinion }]) =>
    after.some((now) => now.conditions[name]?.state !== state || now.conditions[name].opinion !== opinion),
  ).length;
}

function byUse(compiled: CompiledDefinition, level: string | null) {
  const ladder = compiled.scoring.level?.levels ?? [];
  const stands = ladder.findIndex(({ id }) => id === level);
  const rise = ({ best }: OpenEffect): number => (best === null ? 0 : ladder.findIndex(({ id }) => id === best.id) - stands);
  const share = ({ moves }: OpenEffect): number => (moves === null ? 0 : moves.swing / moves.full);
  return (a: OpenEffect, b: OpenEffect): number =>
    tierOf(a) - tierOf(b) ||
    Number(b.tells) - Number(a.tells) ||
    rise(b) - rise(a) ||
    (b.settles?.share ?? 0) - (a.settles?.share ?? 0) ||
    share(b) - share(a) ||
    b.conditions - a.conditions;
}
