/** A scorer that knows nothing but the description: it must come to the numbers and levels that the program prints. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDefinitions } from '../../src/definition/compare-definitions.ts';
import { describeDefinition } from '../../src/definition/describe-definition.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { parseExpression } from '../../src/definition/parse-expression.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import type { FormView } from '../../src/engine/form-view.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { chanceOf } from '../engine/random.ts';
import { randomAnswers } from '../scoring/random-answers.ts';
import { aDefinition, bend } from './a-definition.ts';

const definitions = await loadDefinitions(definitionsFolder());

type Question = {
  name: string;
  type: string;
  options: { name: string; exclusive: boolean }[];
  fidelity: string;
  relevant_all: string[];
  score: unknown[];
};
type Rule = {
  kind: string;
  question: string;
  scores: Record<string, number | null> & number[];
  shares: Record<string, number | null>;
  steps: { choice: string; grade: number | null; s: number | null }[];
  bands: { le: number; s: number }[];
  points: { x: number; s: number }[];
  last: string;
  previous: string;
  rule: string;
  better: string;
};
type Measure = {
  id: string;
  kind: string;
  full: number;
  applies: string | null;
  min_answered: number;
  hidden_counts_zero: boolean;
  satisfied_at: number | null;
  items: { item: string; weight: number }[];
  terms: { measure: string; weight: number; when: string | null }[];
};
type SceneGate = { level: string; grade: number; count: number; constraining: number };
type Level = {
  kind: string;
  levels: { id: string; gates: { measure: string; min: number }[] }[];
  measures: string[];
  sceneGates: SceneGate[];
  constraining: string[];
  scenes: string;
};
type Described = {
  questions: Question[];
  items: { name: string; measure: string; rule: Rule; inputs: string[] }[];
  measures: Measure[];
  level: Level | null;
};
type Scored = { score: number | null; state: string; grade: number | null };

function scoreDescribed(described: Described, form: FormView): { measures: Record<string, number | null>; level: string | null } {
  const value = (name: string): AnswerValue => (form.state(name).problem === null ? form.state(name).effective : null);
  const items = new Map<string, Scored>();
  for (const item of described.items) items.set(item.name, itemScore(item.rule, item.inputs, described, form, value));
  const measures = new Map<string, { score: number | null; applicable: boolean; share: number }>();
  for (const measure of described.measures) measures.set(measure.id, measureScore(measure, items, measures, value));
  const { level } = described;
  return {
    measures: Object.fromEntries([...measures].map(([id, { score }]) => [id, score])),
    level:
      level === null || level.kind === 'checklist'
        ? null
        : levelOf(level, described, items, (id) => measures.get(id)?.score ?? null),
  };
}

function itemScore(
  rule: Rule,
  inputs: readonly string[],
  described: Described,
  form: FormView,
  value: (name: string) => AnswerValue,
): Scored {
  const none = (state: string): Scored => ({ score: null, state, grade: null });
  if (inputs.some((input) => !form.state(input).relevant)) return none('hidden');
  const given = value(inputs[0] ?? '');
  if (inputs.some((input) => value(input) === null)) return none('unanswered');
  const of = (score: number | null | undefined, grade: number | null = null): Scored =>
    score === null ? none('na') : { score: score ?? null, state: 'answered', grade };
  const number = Number(given);
  const exclusive =
    described.questions
      .find(({ name }) => name === inputs[0])
      ?.options.filter((option) => option.exclusive)
      .map(({ name }) => name) ?? [];
  const ticked = Array.isArray(given) ? (given as string[]) : [];
  const without = ticked.some((option) => exclusive.includes(option));
  const along = (x: number): number => {
    const { points } = rule;
    const after = points.findIndex((point) => x <= point.x);
    if (after === 0) return points[0]?.s ?? 0;
    if (after < 0) return points.at(-1)?.s ?? 0;
    const [a, b] = [points[after - 1], points[after]];
    return a === undefined || b === undefined ? 0 : a.s + ((b.s - a.s) * (x - a.x)) / (b.x - a.x);
  };
  switch (rule.kind) {
    case 'options':
      return of(rule.scores[given as never]);
    case 'ticks':
      return of(
        without
          ? 0
          : Math.min(
              100,
              ticked.reduce((sum, option) => sum + (rule.scores[option as never] ?? 0), 0),
            ),
      );
    case 'count':
      return of(rule.scores[without ? 0 : ticked.length]);
    case 'bands':
      return of(rule.bands.find(({ le }) => number <= le)?.s);
    case 'curve':
      return of(along(number));
    case 'ladder': {
      const step = rule.steps.find(({ choice }) => choice === given);
      return of(step?.s, step?.grade ?? null);
    }
    case 'satisfaction': {
      const share = rule.shares[String(given)];
      return of(share === null ? null : (share ?? 0) * 100);
    }
    default: {
      const [last, previous] = [Number(value(rule.last)), Number(value(rule.previous))];
      const sign = rule.better === 'lower' ? -1 : 1;
      if (rule.rule === 'relative')
        return previous === 0 ? none('unanswered') : of(along((sign * 100 * (last - previous)) / previous));
      if (rule.rule === 'points') return of(along(sign * 2 * (last - previous)));
      return of(along(sign * (previous >= 100 ? (last >= 100 ? 0 : -10) : (100 * (last - previous)) / (100 - previous))));
    }
  }
}

type Known = { score: number | null; applicable: boolean; share: number };

function measureScore(
  measure: Measure,
  items: Map<string, Scored>,
  measures: Map<string, Known>,
  value: (name: string) => AnswerValue,
): Known {
  if (measure.applies !== null && holds(measure.applies, value) === false) return { score: null, applicable: false, share: 0 };
  const part = (id: string): Known => measures.get(id) ?? { score: null, applicable: false, share: 0 };
  if (measure.kind === 'weighted-sum') {
    const parts = measure.terms.map((term) => part(term.measure).score);
    const sum = measure.terms.reduce((total, term) => total + term.weight * (part(term.measure).score ?? 0), 0);
    return { score: parts.includes(null) ? null : sum, applicable: true, share: 0 };
  }
  if (measure.kind === 'level-sum') {
    const parts = measure.terms.map((term) => part(term.measure));
    const first = parts.find(({ applicable }) => applicable);
    const counted = (score: number): number =>
      measure.satisfied_at !== null && score >= measure.satisfied_at - 1e-9 ? 1 : score;
    const sum = parts.reduce((total, { score }) => total + (score === null ? 0 : counted(score)), 0);
    return { score: first?.score === null || first === undefined ? null : sum, applicable: first !== undefined, share: 0 };
  }
  const drawn: { weight: number; score: number | null }[] =
    measure.kind === 'nested-mean'
      ? measure.terms
          .filter((term) => part(term.measure).applicable && (term.when === null || holds(term.when, value) === true))
          .map((term) => ({ weight: term.weight, score: part(term.measure).score }))
      : measure.items.flatMap(({ item, weight }) => {
          const scored = items.get(item);
          const hidden = scored?.state === 'hidden';
          if (scored === undefined || scored.state === 'na' || (hidden && !measure.hidden_counts_zero)) return [];
          return [{ weight: measure.kind === 'mean' ? 1 : weight, score: hidden ? 0 : scored.score }];
        });
  const weight = (of: typeof drawn): number => of.reduce((sum, each) => sum + each.weight, 0);
  const answered = drawn.filter(({ score }) => score !== null);
  const points = answered.reduce((sum, each) => sum + each.weight * (each.score ?? 0), 0);
  const enough = answered.length > 0 && weight(answered) / weight(drawn) >= measure.min_answered && measure.kind !== 'unscored';
  const mean = points / weight(answered);
  const score = measure.kind === 'sum' ? points / 100 : measure.kind === 'nested-mean' ? mean : (mean * measure.full) / 100;
  return { score: enough ? score : null, applicable: drawn.length > 0, share: 0 };
}

/** Conditions of measures compare one answer, or look for a tick: enough to be read without an engine. */
function holds(text: string, value: (name: string) => AnswerValue): boolean | null {
  const parsed = parseExpression(text);
  if (parsed.kind === 'invalid') throw new Error(text);
  const decide = (tree: typeof parsed.expression): boolean | null => {
    if (tree.kind === 'binary' && tree.operator === 'and') {
      const sides = [decide(tree.left), decide(tree.right)];
      return sides.includes(false) ? false : sides.includes(null) ? null : true;
    }
    if (tree.kind === 'call' && tree.name === 'not' && tree.args[0] !== undefined) {
      const inner = decide(tree.args[0]);
      return inner === null ? null : !inner;
    }
    const [left, right] = tree.kind === 'binary' ? [tree.left, tree.right] : tree.kind === 'call' ? tree.args : [];
    if (left?.kind !== 'ref' || right?.kind !== 'string') throw new Error(`too much for this reader: ${text}`);
    const given = value(left.name);
    if (given === null) return null;
    const same = Array.isArray(given) ? given.includes(right.value) : given === right.value;
    return tree.kind === 'binary' && tree.operator === '!=' ? !same : same;
  };
  return decide(parsed.expression);
}

function levelOf(
  level: Level,
  described: Described,
  items: Map<string, Scored>,
  score: (id: string) => number | null,
): string | null {
  if (level.measures.some((id) => score(id) === null)) return null;
  const slack = level.kind === 'gates' ? 0 : 1e-9;
  const gates = (of: Level['levels'][number]): boolean =>
    of.gates.every(({ measure, min }) => (score(measure) ?? 0) >= min - slack);
  const scenes = described.items.filter(({ measure }) => measure === level.scenes).map(({ name }) => name);
  const reaching = (names: readonly string[], grade: number): number =>
    names.filter((name) => (items.get(name)?.grade ?? -1) >= grade).length;
  const sceneGate = (id: string): boolean => {
    const gate = (level.kind === 'score-and-scenes' ? level.sceneGates : []).find((each) => each.level === id);
    return (
      gate === undefined ||
      (reaching(scenes, gate.grade) >= gate.count && reaching(level.constraining, gate.grade) >= gate.constraining)
    );
  };
  const passed = level.levels.map((each) => gates(each) && sceneGate(each.id));
  const last =
    level.kind === 'score-and-scenes'
      ? passed.lastIndexOf(true)
      : (passed.indexOf(false) < 0 ? passed.length : passed.indexOf(false)) - 1;
  return level.levels[last]?.id ?? null;
}

test.each(definitions.map((definition) => [definition.compiled.id, definition] as const))(
  '[D18] the description of %s is enough to score it',
  (_, { compiled, hash }) => {
    const described = JSON.parse(JSON.stringify(describeDefinition(compiled, hash))) as Described;
    expect(described.questions.map(({ name }) => name)).toEqual([...indexDefinition(compiled).questions.keys()]);
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 0.05, 0.5), (seed, blank) => {
        const form = evaluateAll(compiled, randomAnswers(compiled, chanceOf(seed), blank));
        const result = scoreAll(compiled, form);
        const found = scoreDescribed(described, form);
        for (const [id, { score }] of Object.entries(result.measures)) {
          expect([id, found.measures[id]]).toEqual([id, score === null ? null : expect.closeTo(score, 9)]);
        }
        if (described.level?.kind !== 'checklist') expect(found.level).toBe(result.level);
      }),
      { numRuns: 12 },
    );
  },
);

test('[D18] every condition, calculation and row filter of a description can be read again', () => {
  for (const { compiled, hash } of definitions) {
    const described = JSON.parse(JSON.stringify(describeDefinition(compiled, hash))) as {
      questions: Record<string, string | null>[];
    };
    for (const question of described.questions) {
      for (const key of ['relevant', 'constraint', 'calculation', 'choice_filter']) {
        const text = question[key] ?? null;
        if (text !== null) expect([text, parseExpression(text).kind]).toEqual([text, 'ok']);
      }
    }
  }
});

test('[D19] comparing editions names what came, went and changed, and in which keys', () => {
  const older = aDefinition();
  const newer = aDefinition((source) => {
    bend(['survey', 0, 'children', 3, 'label'], '总台数')(source);
    bend(['survey', 0, 'children', 3, 'range'], [0, 2000])(source);
    bend(['survey', 0, 'children', 6], { type: 'text', name: 'remark', label: '备注', basis: ['R'] })(source);
    bend(['scoring', 'items', 3, 'scores'], { a: 50, b: 50 })(source);
    bend(['scoring', 'level', 'levels', 1, 'gates'], { M: 65 })(source);
  });
  expect(compareDefinitions(older, newer)).toEqual([
    { kind: 'question', name: 'total', label: '总台数', change: 'changed', fields: ['label', 'range'] },
    { kind: 'question', name: 'remark', label: '备注', change: 'added', fields: [] },
    { kind: 'item', name: 'ticks', label: '勾选', change: 'changed', fields: ['rule'] },
    { kind: 'level', name: 'level', label: '', change: 'changed', fields: ['level'] },
  ]);
  expect(compareDefinitions(newer, older).find(({ name }) => name === 'remark')?.change).toBe('removed');
  expect(compareDefinitions(older, older)).toEqual([]);
});
