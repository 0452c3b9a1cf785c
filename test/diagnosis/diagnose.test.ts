import { expect, test } from 'vitest';
import { completeness } from '../../src/diagnosis/completeness.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnose.ts';
import type { AnswerValue, Row } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { aDefinition, bend } from '../definition/a-definition.ts';
import type { Bendable } from '../definition/a-definition.ts';

function diagnosis(
  values: Readonly<Record<string, AnswerValue>>,
  change: (source: Bendable) => void = () => undefined,
): Diagnosis {
  const compiled = aDefinition(change);
  return diagnose(compiled, scoreAll(compiled, evaluateAll(compiled, { values, rows: {} })));
}

test('[G1] what blocks the next level comes with its gap, the widest first', () => {
  const compiled = aDefinition();
  const result = scoreAll(compiled, evaluateAll(compiled, { values: { kind: 'x', share: 20, ticks: ['a'] }, rows: {} }));
  const twice = {
    ...result,
    blocking: [
      { measure: 'T', required: 40, actual: 30 },
      { measure: 'M', required: 60, actual: 30 },
    ],
  };
  expect(diagnose(compiled, twice)).toMatchObject({
    level: 'low',
    levelName: '低级',
    nextLevel: { id: 'high', name: '高级' },
    blocking: [
      { measure: 'M', measureName: '维度', gap: 30 },
      { measure: 'T', measureName: '合计', gap: 10 },
    ],
  });
});

test('[G1] at the top and without a level there is no next one', () => {
  expect(diagnosis({ kind: 'x', share: 100, ticks: ['a', 'b'] })).toMatchObject({ level: 'high', nextLevel: null, blocking: [] });
  expect(diagnosis({ kind: 'x' })).toMatchObject({
    level: null,
    nextLevel: null,
    blocking: [],
    insufficient: [{ measure: 'M', measureName: '维度', answeredWeight: 0 }],
  });
});

test('[G2] groups are compared by the mean of what is answered; half of the weight must be', () => {
  const { groups, strongest, weakest } = diagnosis({ kind: 'x', share: 90, ticks: ['a'] });
  expect(groups).toEqual([
    { group: 'M-1', name: '甲组', measure: 'M', measureName: '维度', score: 90, answeredWeight: 40 / 60 },
    { group: 'M-2', name: '乙组', measure: 'M', measureName: '维度', score: 40, answeredWeight: 1 },
  ]);
  expect([strongest.map(({ name }) => name), weakest.map(({ name }) => name)]).toEqual([['甲组'], ['乙组']]);
  expect(diagnosis({ kind: 'x', ticks: ['a'], total: 10, part: 5 }).groups.map(({ name }) => name)).toEqual(['乙组']);
});

test('[G2] at most three each, and no group in both lists', () => {
  const many = (source: Bendable): void => {
    const choices = Array.from({ length: 8 }, (_, index) => ({
      type: 'decimal',
      name: `n${String(index)}`,
      label: 'n',
      range: [0, 100],
      basis: ['R'],
    }));
    bend(['survey', 2], { type: 'group', name: 'more', label: '三', children: choices })(source);
    choices.forEach(({ name }, index) => {
      bend(['scoring', 'items', 4 + index], { name, measure: 'M', group: name, weight: 10, kind: 'curve', points: 'line' })(
        source,
      );
    });
    bend(['scoring', 'weights', 'sum'], 180)(source);
  };
  const answers = (count: number): Record<string, number> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${String(index)}`, index * 10]));
  const eight = diagnosis(answers(8), many);
  expect(eight.strongest.map(({ name }) => name)).toEqual(['n7', 'n6', 'n5']);
  expect(eight.weakest.map(({ name }) => name)).toEqual(['n0', 'n1', 'n2']);
  const three = diagnosis(answers(3), many);
  expect([three.strongest.map(({ name }) => name), three.weakest.map(({ name }) => name)]).toEqual([['n2'], ['n0']]);
});

test('[G3] completeness counts what is shown and entered, row by row, with the evidence that is missing', () => {
  const compiled = aDefinition((source) => {
    bend(['survey', 0, 'children', 5, 'evidence'], { need: 'required', kinds: ['photo'] })(source);
    bend(['survey', 0, 'children', 1, 'evidence'], { need: 'required', kinds: ['screen'] })(source);
    bend(['survey', 0, 'children', 2, 'evidence'], { need: 'required', kinds: ['screen'] })(source);
    bend(['survey', 0, 'children', 3, 'required'], true)(source);
  });
  const rows: Row[] = [
    { id: 'a', values: { step_name: '焊' } },
    { id: 'b', values: {} },
  ];
  const form = evaluateAll(compiled, { values: { kind: 'x', part: 2000 }, rows: { steps: rows } });
  const done = completeness(compiled, form, { share: 2 });
  expect(done.sections).toEqual([
    {
      section: 'first',
      label: '一',
      relevant: true,
      total: 4,
      answered: 2,
      unanswered: ['share', 'total'],
      invalid: ['part'],
      evidenceMissing: ['rate'],
    },
    {
      section: 'second',
      label: '二',
      relevant: true,
      total: 5,
      answered: 1,
      unanswered: ['steps/a/step_done', 'steps/b/step_name', 'steps/b/step_done', 'ticks'],
      invalid: [],
      evidenceMissing: [],
    },
  ]);
  expect(done).toMatchObject({ total: 9, answered: 3, evidenceRequired: 2, evidencePresent: 1, missingRequired: ['total'] });
});
