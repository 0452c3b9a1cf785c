import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import type { ChecklistResult, ScoreResult } from '../../src/scoring/score-result.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { aDefinition, bend, problemsOf } from '../definition/a-definition.ts';
import type { Bendable } from '../definition/a-definition.ts';

const conditions: readonly Record<string, unknown>[] = [
  { name: 'total10', part: 'p', kind: 'at-least', question: 'total', value: 10, level: 'one' },
  // Without a level: asked for from the first real one.
  { name: 'total_most', part: 'p', kind: 'at-most', question: 'total', value: 500 },
  { name: 'two_ticks', part: 'p', kind: 'ticked', question: 'ticks', value: 2, level: 'two' },
  { name: 'is_x', part: 'p', kind: 'chosen', question: 'kind', met: ['x'], level: 'two' },
  {
    name: 'steps_done',
    part: 'p',
    kind: 'expression',
    label: '都完成',
    met: "count(${step_done}[. = 'yes']) >= 2",
    level: 'two',
  },
  {
    name: 'share_or_total',
    part: 'p',
    kind: 'expression',
    label: '二选一',
    met: '${share} >= 50 or ${total} >= 100',
    level: 'two',
  },
  { name: 'only_y', part: 'y', kind: 'at-least', question: 'other_share', value: 1, level: 'two' },
  { name: 'view', part: 'p', kind: 'judged', question: 'kind', met: ['x'], not_met: ['y'], level: 'one' },
  { name: 'before', part: 'p', kind: 'chosen', question: 'kind', met: ['y'], level: 'two', prerequisite: true },
];

function checklist(list: readonly Record<string, unknown>[] = conditions): (source: Bendable) => void {
  return (source) => {
    bend(['scoring', 'checklist'], {
      parts: [
        { id: 'p', name: '部分' },
        { id: 'y', name: '只问 Y', applies: "${kind} = 'y'" },
      ],
      conditions: list,
    })(source);
    bend(['scoring', 'level'], {
      kind: 'checklist',
      levels: [
        { id: 'none', name: '未达' },
        { id: 'one', name: '一级' },
        { id: 'two', name: '二级' },
      ],
    })(source);
  };
}

const compiled = aDefinition(checklist());
type Rows = readonly Record<string, AnswerValue>[];

function result(
  values: Readonly<Record<string, AnswerValue>>,
  steps: Rows = [],
): ScoreResult & { readonly checklist: ChecklistResult } {
  const rows = { steps: steps.map((row, index) => ({ id: `r${String(index + 1)}`, values: row })) };
  const found = scoreAll(compiled, evaluateAll(compiled, { values, rows }));
  if (found.checklist === null) throw new Error('no checklist');
  return { ...found, checklist: found.checklist };
}

test('[S20] a blank condition is unanswered, not unmet; numbers say how far it is', () => {
  const { conditions: blank } = result({}).checklist;
  expect(blank['total10']).toEqual({ state: 'unanswered', opinion: null, required: 10, actual: null });
  expect([blank['two_ticks']?.state, blank['steps_done']?.state]).toEqual(['unanswered', 'unanswered']);
  expect(result({ total: 4 }).checklist.conditions['total10']).toEqual({
    state: 'not-met',
    opinion: null,
    required: 10,
    actual: 4,
  });
  expect(result({ total: 10 }).checklist.conditions['total10']?.state).toBe('met');
});

test('[S20] and, or, not look past a blank that cannot change the outcome', () => {
  const state = (values: Readonly<Record<string, AnswerValue>>): unknown =>
    result(values).checklist.conditions['share_or_total']?.state;
  expect(state({ kind: 'x', total: 100 })).toBe('met');
  expect(state({ kind: 'x', total: 10 })).toBe('unanswered');
  expect(state({ kind: 'x', total: 10, share: 10 })).toBe('not-met');
  // A hidden share is no open question.
  expect(state({ kind: 'y', total: 10 })).toBe('not-met');
});

test('[S20] what its part or its questions hide does not apply', () => {
  expect(result({ kind: 'x' }).checklist.conditions['only_y']?.state).toBe('not-applicable');
  expect(result({ kind: 'y', other_share: 0 }).checklist.conditions['only_y']?.state).toBe('not-met');
});

test('[S20] ticks count without the exclusive one; rows count in expressions', () => {
  const ticks = (value: AnswerValue): unknown => result({ ticks: value }).checklist.conditions['two_ticks'];
  expect(ticks(['none'])).toMatchObject({ state: 'not-met', actual: 0 });
  expect(ticks(['a', 'b'])).toMatchObject({ state: 'met', actual: 2 });
  const done = (...values: string[]): unknown =>
    result(
      {},
      values.map((value) => ({ step_done: value })),
    ).checklist.conditions['steps_done']?.state;
  expect([done('yes'), done('yes', 'yes')]).toEqual(['not-met', 'met']);
});

test('[S21] judged conditions and prerequisites never decide the level', () => {
  const top = { total: 100, kind: 'x', ticks: ['a', 'b'] };
  const found = result(top, [{ step_done: 'yes' }, { step_done: 'yes' }]);
  expect([found.level, found.checklist.conditions['before']?.state, found.checklist.prerequisites]).toEqual([
    'two',
    'not-met',
    ['before'],
  ]);
  const doubted = result({ ...top, kind: 'y', other_share: 5 });
  expect([doubted.level, doubted.checklist.doubted, doubted.checklist.openJudged]).toEqual(['one', ['view'], []]);
});

test('[S21] the level is null while only blanks stand before the first real one, and told as soon as one is unmet', () => {
  expect(result({}).level).toBeNull();
  expect(result({ total: 5 })).toMatchObject({ level: 'none', levelName: '未达' });
  expect(result({ total: 50 }).level).toBe('one');
});

test('[S22] missing are the conditions of the next level, open the judged ones up to the level reached', () => {
  const found = result({ total: 50 }).checklist;
  expect(found.missing).toEqual(['two_ticks', 'is_x', 'steps_done', 'share_or_total']);
  expect(found.openJudged).toEqual(['view']);
  expect(found.parts['p']).toEqual({ met: 2, notMet: 1, judged: 1, unanswered: 4, notApplicable: 0 });
});

test('[S21] the level is the highest whose conditions, and those of all below, hold', () => {
  const kinds = fc.constantFrom<AnswerValue>(null, 'x', 'y');
  const number = fc.option(fc.integer({ min: 0, max: 1000 }));
  const ticks = fc.constantFrom<AnswerValue>(null, ['none'], ['a'], ['a', 'b']);
  const steps = fc.array(fc.constantFrom('yes', 'no'), { maxLength: 3 });
  fc.assert(
    fc.property(kinds, number, fc.option(fc.integer({ min: 0, max: 100 })), ticks, steps, (kind, total, share, ticked, done) => {
      const found = result(
        { kind, total, share, other_share: share, ticks: ticked },
        done.map((value) => ({ step_done: value })),
      );
      const holds = (level: string): boolean =>
        conditions.every(
          (condition) =>
            (condition['level'] ?? 'one') !== level ||
            condition['kind'] === 'judged' ||
            condition['prerequisite'] === true ||
            ['met', 'not-applicable'].includes(found.checklist.conditions[String(condition['name'])]?.state ?? ''),
        );
      const expected = !holds('one') ? 'none' : holds('two') ? 'two' : 'one';
      expect(found.level ?? 'none').toBe(expected);
    }),
  );
});

test.each<[string, Record<string, unknown>, string, string]>([
  ['an unknown question', { kind: 'at-least', question: 'totl', value: 1 }, '没有题“totl”', '是不是“total”'],
  ['a question of a repeat', { kind: 'chosen', question: 'step_done', met: ['yes'] }, '在重复组里', '汇总'],
  ['a test that does not fit', { kind: 'at-least', question: 'kind', value: 1 }, '不能用于 select_one', '改用'],
  ['an unknown option', { kind: 'chosen', question: 'kind', met: ['z'] }, '没有选项“z”', '检查'],
  ['more ticks than there are', { kind: 'ticked', question: 'ticks', value: 3 }, '可勾的只有 2 项', '改小'],
  ['an unknown level', { kind: 'chosen', question: 'kind', met: ['x'], level: 'three' }, '没有等级“three”', '可用'],
  ['a condition of the base level', { kind: 'chosen', question: 'kind', met: ['x'], level: 'none' }, '是起点', '未达'],
  ['an unknown part', { kind: 'chosen', question: 'kind', met: ['x'], part: 'q' }, '没有部分“q”', 'parts'],
  ['an expression that is none', { kind: 'expression', label: '错', met: '${total} >=' }, '没有写完', '改正'],
])('[D3] %s in a checklist is refused with what to do', (_, condition, message, advice) => {
  const problems = problemsOf(checklist([...conditions, { name: 'bad', part: 'p', ...condition }]));
  const found = problems.find((problem) => problem.message.includes(message));
  expect(found, JSON.stringify(problems)).toMatchObject({ question: 'bad' });
  expect(found?.advice).toContain(advice);
});
