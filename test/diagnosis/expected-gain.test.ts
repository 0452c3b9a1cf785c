import { expect, test } from 'vitest';
import { expectedGain, largestGains } from '../../src/diagnosis/expected-gain.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { aDefinition, bend } from '../definition/a-definition.ts';

const compiled = aDefinition();

function gain(values: Readonly<Record<string, AnswerValue>>, question: string) {
  const form = evaluateAll(compiled, { values, rows: {} });
  return expectedGain(compiled, form, scoreAll(compiled, form), question);
}

test('[V33] the expected gain is what the total rises by when the clause has its full score', () => {
  const values = { kind: 'x', share: 20, ticks: ['a'] };
  const form = evaluateAll(compiled, { values, rows: {} });
  const now = scoreAll(compiled, form).measures['T']?.score ?? 0;
  const full = evaluateAll(compiled, { values: { ...values, share: 100 }, rows: {} });
  const found = gain(values, 'share');
  expect(found).toMatchObject({ measure: 'T', measureName: '合计' });
  expect(found?.points).toBeCloseTo((scoreAll(compiled, full).measures['T']?.score ?? 0) - now, 9);
  expect(found?.points).toBeGreaterThan(0);
});

test('[V33] where nothing would rise, nothing is answered or nothing is scored there is no number', () => {
  expect(gain({ kind: 'x', share: 100, ticks: ['a', 'b'] }, 'share')).toBeNull();
  expect(gain({ kind: 'x' }, 'share')).toBeNull();
  expect(gain({ kind: 'x', share: 20, ticks: ['a'] }, 'nothing')).toBeNull();
});

test('[V33] the clauses with the most room stand first, those at their full score and those unanswered nowhere', () => {
  const form = evaluateAll(compiled, { values: { kind: 'x', share: 20, ticks: ['a'] }, rows: {} });
  const result = scoreAll(compiled, form);
  const gains = largestGains(compiled, form, result, 5);
  expect(gains.map(({ question }) => question)).toContain('share');
  expect(gains.map(({ points }) => points)).toEqual(gains.map(({ points }) => points).toSorted((a, b) => b - a));
  expect(gains.every(({ question, points }) => points === expectedGain(compiled, form, result, question)?.points)).toBe(true);
  expect(largestGains(compiled, form, result, 1)).toEqual(gains.slice(0, 1));
  const full = evaluateAll(compiled, { values: { kind: 'x', share: 100, ticks: ['a', 'b'] }, rows: {} });
  expect(largestGains(compiled, full, scoreAll(compiled, full), 5)).toEqual([]);
});

test('[V33] what a missed gate of the next level rests on stands before what only raises a total', () => {
  const two = aDefinition((source) => {
    bend(
      ['scoring', 'measures'],
      [
        { id: 'M', name: '维度', kind: 'weighted-mean', min_answered: 0.5, axis: true },
        { id: 'N', name: '另一维度', kind: 'weighted-mean', min_answered: 0.5, axis: true },
        { id: 'T', name: '合计', kind: 'weighted-sum', terms: { M: 0.1, N: 0.9 } },
      ],
    )(source);
    for (const [at, weight] of [80, 80, 20, 100].entries()) bend(['scoring', 'items', at, 'weight'], weight)(source);
    bend(['scoring', 'items', 3, 'measure'], 'N')(source);
  });
  const form = evaluateAll(two, { values: { kind: 'x', share: 20, total: 10, part: 9, ticks: ['a'] }, rows: {} });
  const result = scoreAll(two, form);
  expect(result.blocking.map(({ measure }) => measure)).toEqual(['M']);
  const gains = largestGains(two, form, result, 5);
  expect(gains.map(({ question, gate }) => [question, gate])).toEqual([
    ['share', '维度'],
    ['ticks', null],
  ]);
  expect(gains[0]?.points).toBeLessThan(gains[1]?.points ?? 0);
});
