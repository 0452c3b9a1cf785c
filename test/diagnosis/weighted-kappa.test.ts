import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightedKappa } from '#diagnosis/weighted-kappa.ts';
import type { GradePair } from '#diagnosis/weighted-kappa.ts';

const pairsOf = (table: readonly (readonly number[])[]): GradePair[] =>
  table.flatMap((row, first) => row.flatMap((count, second) => Array.from({ length: count }, (): GradePair => [first, second])));

const kappaOf = (pairs: readonly GradePair[], grades: number): number => {
  const agreement = weightedKappa(pairs, grades);
  if (agreement.kind !== 'kappa') throw new Error(agreement.reason);
  return agreement.kappa;
};

test('[V90] two grades, 20 5 / 10 15: kappa is 0.4, the worked example of Cohen’s unweighted kappa, which two grades come to', () => {
  expect(
    kappaOf(
      pairsOf([
        [20, 5],
        [10, 15],
      ]),
      2,
    ),
  ).toBeCloseTo(0.4, 12);
});

test('[V90] three grades, worked by hand: disagreement 3 of an expected 13.8 comes to 1 − 3/13.8', () => {
  // Rows 5 3 2, columns 5 2 3 of ten; one apart weighs 1, two apart 4.
  const table = [
    [4, 1, 0],
    [1, 1, 1],
    [0, 0, 2],
  ];
  const expected = (5 * 2 + 3 * 5 + 3 * 3 + 2 * 2) * 1 + (5 * 3 + 2 * 5) * 4;
  expect(expected).toBe(138);
  expect(kappaOf(pairsOf(table), 3)).toBeCloseTo(1 - (3 * 10) / 138, 12);
});

test('[V90] nothing graded twice, and one single grade by both, are said and are no number', () => {
  expect(weightedKappa([], 5)).toEqual({ kind: 'none', reason: 'no-pairs', pairs: 0, same: null });
  expect(weightedKappa([[2, 2]], 5)).toEqual({ kind: 'none', reason: 'no-variation', pairs: 1, same: 1 });
  expect(
    weightedKappa(
      [
        [2, 2],
        [2, 2],
      ],
      5,
    ),
  ).toMatchObject({ kind: 'none', reason: 'no-variation', pairs: 2, same: 1 });
  // One grader never varies: chance explains as much as there is.
  expect(
    kappaOf(
      [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      3,
    ),
  ).toBe(0);
});

const graded = fc
  .integer({ min: 2, max: 6 })
  .chain((grades) =>
    fc.tuple(
      fc.constant(grades),
      fc.array(fc.tuple(fc.nat({ max: grades - 1 }), fc.nat({ max: grades - 1 })), { maxLength: 40 }),
    ),
  );

test('[V91] never NaN, between −1 and 1, 1 exactly when all agree, and the same with graders or scale turned round', () => {
  fc.assert(
    fc.property(graded, ([grades, pairs]) => {
      const agreement = weightedKappa(pairs, grades);
      const swapped = weightedKappa(
        pairs.map(([first, second]): GradePair => [second, first]),
        grades,
      );
      const turned = weightedKappa(
        pairs.map(([first, second]): GradePair => [grades - 1 - first, grades - 1 - second]),
        grades,
      );
      expect([swapped.kind, turned.kind]).toEqual([agreement.kind, agreement.kind]);
      if (agreement.kind !== 'kappa') return;
      expect(agreement.kappa).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(agreement.kappa).toBeLessThanOrEqual(1);
      expect(agreement.kappa === 1).toBe(agreement.same === 1);
      expect(swapped).toEqual(agreement);
      expect(turned.kind === 'kappa' ? turned.kappa : null).toBeCloseTo(agreement.kappa, 9);
    }),
  );
});

test('[V91] a nearer miss weighs less than a far one; a grade off the scale is a bug', () => {
  const rest: GradePair[] = [
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ];
  expect(kappaOf([...rest, [0, 1]], 4)).toBeGreaterThan(kappaOf([...rest, [0, 3]], 4));
  expect(() => weightedKappa([[0, 4]], 4)).toThrow('no grade');
});
