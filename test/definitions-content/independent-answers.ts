/** Answers made from a description alone: blank, in part, full, on the edges, not applicable, everything met. */
import type { Chance } from '../engine/random.ts';
import type { Answer, Answers, Description, Question, Row } from './independent-description.ts';
import { Form } from './independent-form.ts';
import { read, reads } from './independent-expression.ts';

const styles = ['any', 'any', 'any', 'not applicable', 'best', 'met', 'all but one in ten met'] as const;

/** Sound answers: what `score` would refuse is taken out again. */
export function makeAnswers(described: Description, chance: Chance): Answers {
  const style = chance.pick(styles);
  const filled = chance.pick([0, 0.3, 0.6, 0.8, 0.95, 1]);
  const edges = edgesOf(described);
  const groups = new Set(described.questions.map(({ group }) => group).filter(() => chance.bool(0.4)));
  const one = (question: Question): Answer => {
    const na = question.options.find((option) => option.not_applicable);
    if (style === 'not applicable' && na !== undefined && groups.has(question.group)) return na.name;
    return anAnswer(question, edges.get(question.name) ?? [], chance);
  };
  const given = (question: Question): boolean => question.type !== 'calculate' && (question.required || chance.bool(filled));
  const answers: Record<string, Answer | readonly Row[]> = {};
  for (const question of described.questions) {
    if (question.repeat === null && given(question)) answers[question.name] = one(question);
  }
  for (const { name } of described.repeats) {
    const columns = described.questions.filter(({ repeat }) => repeat === name);
    const row = (): Row => Object.fromEntries(columns.filter(given).map((question) => [question.name, one(question)]));
    answers[name] = Array.from({ length: chance.pick([0, 0, 1, 2, 5, 6]) }, row);
  }
  if (style === 'best') for (const [name, answer] of bestAnswers(described, chance)) answers[name] = answer;
  const missing = style === 'met' ? 0 : 0.1;
  if (style.endsWith('met'))
    for (const [name, answer] of metAnswers(described)) if (!chance.bool(missing)) answers[name] = answer;
  return repaired(described, answers, chance);
}

function anAnswer({ type, options, range }: Question, edges: readonly number[], chance: Chance): Answer {
  const free = options.filter(({ exclusive }) => !exclusive).map(({ name }) => name);
  switch (type) {
    case 'select_one':
      return chance.pick(options).name;
    case 'select_multiple': {
      const some = free.filter(() => chance.bool());
      if (chance.bool(0.1)) return options.map(({ name }) => name);
      return some.length === 0 || chance.bool(0.1) ? [chance.pick(options).name] : some;
    }
    case 'date':
      return '2025-06-30';
    case 'integer':
    case 'decimal': {
      const [low, high] = [range?.[0] ?? 0, range?.[1] ?? 1000];
      const near = chance.bool(0.5) && edges.length > 0 ? chance.pick(edges) + chance.pick([0, 0, 1, -1]) : chance.int(0, 120);
      const value = chance.bool(0.1) ? chance.pick([low, high]) : Math.min(high, Math.max(low, near));
      return type === 'integer' ? Math.round(value) : value;
    }
    default:
      return chance.pick(['有', '一段 话', '字'.repeat(500), '𠮷'.repeat(501), '字'.repeat(1001)]);
  }
}

/** Where a band, a curve or a condition turns. */
function edgesOf({ items, checklist }: Description): ReadonlyMap<string, readonly number[]> {
  const edges = new Map<string, readonly number[]>();
  for (const { rule } of items) {
    if (rule.kind === 'bands')
      edges.set(
        rule.question,
        rule.bands.map(({ le }) => le),
      );
    if (rule.kind === 'curve')
      edges.set(
        rule.question,
        rule.points.map(({ x }) => x),
      );
  }
  for (const { test } of checklist?.conditions ?? []) {
    if (test.kind === 'at-least' || test.kind === 'at-most') edges.set(test.question, [test.value]);
  }
  return edges;
}

function bestAnswers({ items }: Description, chance: Chance): readonly (readonly [string, Answer])[] {
  return items.flatMap(({ rule }): readonly (readonly [string, Answer])[] => {
    if (chance.bool(0.1)) return [];
    if (rule.kind === 'satisfaction') return [[rule.question, chance.pick(['full', 'full', 'most'])]];
    if (rule.kind === 'ladder') return [[rule.question, chance.pick(rule.steps.slice(-2)).choice]];
    if (rule.kind === 'ticks')
      return [[rule.question, Object.keys(rule.scores).filter((option) => (rule.scores[option] ?? 0) > 0)]];
    return [];
  });
}

function metAnswers({ checklist, questions }: Description): readonly (readonly [string, Answer])[] {
  const met: [string, Answer][] = [];
  for (const { test } of checklist?.conditions ?? []) {
    if (test.kind === 'expression') continue;
    const question = questions.find(({ name }) => name === test.question);
    if (question === undefined || question.type === 'calculate' || question.repeat !== null) continue;
    const free = question.options.filter(({ exclusive }) => !exclusive).map(({ name }) => name);
    if (test.kind === 'chosen' || test.kind === 'judged') met.push([test.question, test.met[0] ?? null]);
    else met.push([test.question, test.kind === 'ticked' ? free : test.value]);
  }
  return met;
}

function repaired(described: Description, answers: Record<string, Answer | readonly Row[]>, chance: Chance): Answers {
  let sound = answers;
  for (let round = 0; round < 9; round += 1) {
    const faults = new Form(described, sound).faults();
    if (faults.length === 0) return sound;
    sound = structuredClone(sound);
    for (const { name, row } of faults) {
      const question = described.questions.find((each) => each.name === name);
      if (question === undefined) continue;
      const place = row === null ? sound : ((sound[question.repeat ?? ''] as Record<string, Answer>[])[row] ?? {});
      if (question.calculation !== null) for (const input of reads(read(question.calculation))) delete sound[input];
      else if (question.required) place[name] = anAnswer(question, [], chance);
      else delete place[name];
    }
  }
  return {};
}
