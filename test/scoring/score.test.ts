import { expect, test } from 'vitest';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { changeBetween } from '../../src/scoring/change-between.ts';
import { bandScore, curveScore } from '../../src/scoring/curve.ts';
import { reachLevel } from '../../src/scoring/reach-level.ts';
import { gradeOf } from '../../src/scoring/score-measure.ts';
import type { ScoreResult } from '../../src/scoring/score-result.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { aDefinition, bend } from '../definition/a-definition.ts';
import type { Bendable } from '../definition/a-definition.ts';

const items = ['scoring', 'items'] as const;

function score(values: Readonly<Record<string, AnswerValue>>, change: (source: Bendable) => void = () => undefined): ScoreResult {
  const compiled = aDefinition(change);
  return scoreAll(compiled, evaluateAll(compiled, { values, rows: {} }));
}

const curve = [
  { x: 0, s: 0 },
  { x: 10, s: 50 },
  { x: 30, s: 40 },
  { x: 60, s: 100 },
];

test.each([
  [-5, 0],
  [0, 0],
  [5, 25],
  [10, 50],
  [20, 45],
  [30, 40],
  [45, 70],
  [60, 100],
  [900, 100],
])('[S1] a curve is straight between points and clamped outside: %f gives %f', (x, s) => {
  expect(curveScore(curve, x)).toBe(s);
});

test.each([
  [0, 0],
  [10, 0],
  [10.0001, 25],
  [20, 25],
  [40, 50],
  [100, 50],
  [100.5, null],
])('[S1] bands are closed on the right: %f gives %s', (x, s) => {
  expect(
    bandScore(
      [
        { le: 10, s: 0 },
        { le: 20, s: 25 },
        { le: 100, s: 50 },
      ],
      x,
    ),
  ).toBe(s);
});

test.each<[AnswerValue, number | null]>([
  [['a'], 40],
  [['b', 'a'], 100],
  [['none'], 0],
  [[], null],
  [null, null],
])('[S1] ticks add up, an exclusive one is 0, none ticked is unanswered: %j gives %s', (ticks, expected) => {
  expect(score({ kind: 'x', ticks }).items['ticks']?.score).toBe(expected);
});

test.each<[AnswerValue, number | null]>([
  [['a'], 30],
  [['a', 'b'], 100],
  [['none'], 5],
])('[S1] a count looks up how many are ticked, an exclusive one counts 0: %j gives %s', (ticks, expected) => {
  const counted = bend([...items, 3], {
    name: 'ticks',
    measure: 'M',
    group: '乙组',
    weight: 40,
    kind: 'count',
    scores: [5, 30, 100],
  });
  expect(score({ kind: 'x', ticks }, counted).items['ticks']?.score).toBe(expected);
});

function withKindItem(rule: Record<string, unknown>): (source: Bendable) => void {
  return (source) => {
    bend(['survey', 0, 'children', 0, 'choices', 2], { name: 'na', label: '不适用', not_applicable: true })(source);
    bend(['scoring', 'weights', 'sum'], 140)(source);
    bend([...items, 4], { name: 'kind', measure: 'M', group: '甲组', weight: 40, ...rule })(source);
  };
}

test.each<[string, Record<string, unknown>, Record<string, number | null>]>([
  ['options', { kind: 'options', scores: { x: 10, y: 75, na: null } }, { x: 10, y: 75, na: null }],
  [
    'ladder',
    {
      kind: 'ladder',
      steps: [
        { choice: 'na', grade: null, score: null },
        { choice: 'x', grade: 0, score: 0 },
        { choice: 'y', grade: 3, score: 60 },
      ],
    },
    { x: 0, y: 60, na: null },
  ],
  ['satisfaction', { kind: 'satisfaction', shares: { x: 0.8, y: 0.5, na: null } }, { x: 80, y: 50, na: null }],
])('[S1] %s scores the chosen option', (_, rule, expected) => {
  for (const [kind, s] of Object.entries(expected)) {
    expect(score({ kind }, withKindItem(rule)).items['kind']).toEqual({
      score: s,
      state: s === null ? 'not-applicable' : 'answered',
    });
  }
});

test.each([
  ['relative', 'higher', 100, 120, 20],
  ['relative', 'lower', 100, 120, -20],
  ['relative', 'higher', 0, 5, null],
  ['relative', 'lower', -50, -40, 20],
  ['gap-closed', 'higher', 90, 95, 50],
  ['gap-closed', 'higher', 90, 85, -50],
  ['gap-closed', 'higher', 100, 100, 0],
  ['gap-closed', 'higher', 100, 99.9, -10],
  ['points', 'higher', 5, 8, 6],
  ['points', 'lower', 5, 8, -6],
] as const)('[S6] %s, better %s: from %f to %f is %s', (rule, better, previous, last, change) => {
  expect(changeBetween(rule, better, previous, last)).toEqual(change === null ? null : expect.closeTo(change, 10));
});

test('[S3] unanswered, not applicable, hidden and zero are four things', () => {
  const result = score({ kind: 'x', share: 0 });
  expect(result.items['share']).toEqual({ score: 0, state: 'answered' });
  expect(result.items['other_share']).toEqual({ score: null, state: 'not-relevant' });
  expect(result.items['ticks']).toEqual({ score: null, state: 'unanswered' });
});

test('[S4] a weighted mean re-spreads over what is answered; hidden items leave the weights', () => {
  const result = score({ kind: 'x', share: 50, ticks: ['a'] });
  expect(result.measures['M']).toEqual({ score: (40 * 50 + 40 * 40) / 80, grade: '低', answeredWeight: 0.8 });
});

test('[S4] too little answered gives no score, no grade, no level and no sum of measures', () => {
  const result = score({ kind: 'x', share: 50 });
  expect(result.measures).toEqual({
    M: { score: null, grade: null, answeredWeight: 0.4 },
    T: { score: null, grade: null, answeredWeight: null },
  });
  expect([result.level, result.levelName, result.blocking]).toEqual([null, null, []]);
});

test('[S4] exactly the least answered share is enough', () => {
  const result = score({ kind: 'x', share: 50 }, bend(['scoring', 'measures', 0, 'min_answered'], 0.4));
  expect(result.measures['M']?.score).toBe(50);
});

test('[S12] a plain mean ignores weights; a sum is in points', () => {
  const values = { kind: 'x', share: 50, ticks: ['a'] };
  expect(score(values, bend(['scoring', 'measures', 0, 'kind'], 'mean')).measures['M']?.score).toBe(45);
  expect(score(values, bend(['scoring', 'measures', 0, 'kind'], 'sum')).measures['M']?.score).toBe(36);
});

test('[S5] a wrong answer does not count and says so', () => {
  const result = score({ kind: 'x', share: 150 });
  expect(result.items['share']).toEqual({ score: null, state: 'unanswered' });
  expect(result.warnings).toMatchObject([{ code: 'input.out-of-range', detail: { question: 'share' } }]);
});

test('[S5] a wrong answer behind a computed rate keeps the rate out', () => {
  expect(score({ total: 2000, part: 12 })).toMatchObject({
    items: { rate: { state: 'unanswered' } },
    warnings: [{ code: 'input.out-of-range', detail: { question: 'total' } }],
  });
  expect(score({ total: 10, part: 12 })).toMatchObject({
    items: { rate: { state: 'unanswered' } },
    warnings: [{ code: 'input.out-of-range', detail: { question: 'rate' } }],
  });
});

test('[S8] a total of 0 leaves the rate unanswered with a warning; a missing part without', () => {
  expect(score({ total: 0, part: 0 }).warnings).toMatchObject([{ code: 'score.total-zero', detail: { item: 'rate' } }]);
  expect(score({ total: 0 }).warnings).toEqual([]);
});

test('[S7] none ticked together with others scores 0 with a warning', () => {
  const result = score({ ticks: ['none', 'a'] });
  expect(result.items['ticks']).toEqual({ score: 0, state: 'answered' });
  expect(result.warnings).toMatchObject([{ code: 'score.none-with-others', detail: { question: 'ticks' } }]);
});

test('[S6] a two-year change needs both years, and warns when the earlier is 0', () => {
  const change = (source: Bendable): void => {
    const rule = { kind: 'change', last: 'total', previous: 'part', rule: 'relative', better: 'higher', points: 'line' };
    bend([...items, 2], { name: 'growth', label: '增长', measure: 'M', group: '甲组', weight: 20, ...rule })(source);
    bend(['survey', 0, 'children', 4, 'constraint'], undefined)(source);
    bend(['survey', 0, 'children', 4, 'constraint_message'], undefined)(source);
  };
  expect(score({ total: 150, part: 100 }, change).items['growth']?.score).toBe(50);
  expect(score({ total: 150 }, change)).toMatchObject({ items: { growth: { state: 'unanswered' } }, warnings: [] });
  expect(score({ total: 5, part: 0 }, change)).toMatchObject({
    items: { growth: { state: 'unanswered' } },
    warnings: [{ code: 'score.previous-zero', detail: { item: 'growth' } }],
  });
});

test('[S10] a grade begins where the one before ends', () => {
  const grades = [
    { lt: 40, name: '初级' },
    { lt: 60, name: '中级' },
    { lt: null, name: '高级' },
  ];
  expect([0, 39.999, 40, 59.999, 60, 100, null].map((s) => gradeOf(grades, s))).toEqual([
    '初级',
    '初级',
    '中级',
    '中级',
    '高级',
    '高级',
    null,
  ]);
});

test('[S9] levels are climbed in order; the first missed gate stops, and blocking names all missed gates of that level', () => {
  const { level } = aDefinition((source) => {
    bend(
      ['scoring', 'level', 'levels'],
      [
        { id: 'a', name: 'A', gates: {} },
        { id: 'b', name: 'B', gates: { M: 50 } },
        { id: 'c', name: 'C', gates: { M: 60 } },
      ],
    )(source);
  }).scoring;
  const at = (s: number | null): unknown => reachLevel(level, { M: { score: s, grade: null, answeredWeight: 1 } });
  expect(at(49.999)).toEqual({ level: 'a', levelName: 'A', blocking: [{ measure: 'M', required: 50, actual: 49.999 }] });
  expect(at(50)).toEqual({ level: 'b', levelName: 'B', blocking: [{ measure: 'M', required: 60, actual: 50 }] });
  expect(at(60)).toEqual({ level: 'c', levelName: 'C', blocking: [] });
  expect(at(null)).toEqual({ level: null, levelName: null, blocking: [] });
});

test('[S11] scores stay unrounded', () => {
  expect(score({ kind: 'x', share: 100 / 3, ticks: ['a'] }).measures['M']?.score).toBe((40 * (100 / 3) + 1600) / 80);
});

test('[S15] a total adds points and has none while a part has none; an unscored measure never has a score', () => {
  const sums = (source: Bendable): void => {
    bend(['scoring', 'measures', 0, 'kind'], 'sum')(source);
    bend(['scoring', 'measures', 2], { id: 'U', name: '清单', kind: 'unscored' })(source);
    bend(['scoring', 'measures', 3], { id: 'A', name: '总分', kind: 'total', of: ['M', 'M'] })(source);
    bend(['scoring', 'items', 4], {
      name: 'kind',
      measure: 'U',
      group: '甲组',
      weight: 1,
      kind: 'options',
      scores: { x: 0, y: 100 },
    })(source);
  };
  const { measures } = score({ kind: 'x', share: 50, ticks: ['a'] }, sums);
  expect([measures['M']?.score, measures['A']?.score, measures['U']]).toEqual([
    36,
    72,
    { score: null, grade: null, answeredWeight: 1 },
  ]);
  expect(score({ kind: 'x' }, sums).measures['A']?.score).toBeNull();
});
