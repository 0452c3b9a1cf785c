/** Two graders' grades of the same things on a scale of `0 … grades − 1`. */
export type GradePair = readonly [first: number, second: number];

export type Agreement = {
  /** Things that both graded. */
  readonly pairs: number;
  /** Share of equal grades, 0–1; null without any. */
  readonly same: number | null;
} & (
  | { readonly kind: 'kappa'; /** −1 … 1; 1: they always agree, 0: no better than chance. */ readonly kappa: number }
  /** Why there is none: nothing was graded twice; or neither ever gave a second grade, so that chance alone explains all. */
  | { readonly kind: 'none'; readonly reason: 'no-pairs' | 'no-variation' }
);

/**
 * Cohen's kappa with quadratic weights (Cohen 1968): 1 − Σ w·observed / Σ w·expected, w = (i − j)² / (k − 1)². The expected share of a cell
 * is the product of both graders' own shares. Throws for a grade that is none of the scale.
 */
export function weightedKappa(pairs: readonly GradePair[], grades: number): Agreement {
  for (const grade of pairs.flat())
    if (!Number.isInteger(grade) || grade < 0 || grade >= grades) throw new Error(`weightedKappa: ${String(grade)} is no grade`);
  const n = pairs.length;
  if (n === 0) return { kind: 'none', reason: 'no-pairs', pairs: 0, same: null };
  const same = pairs.filter(([first, second]) => first === second).length / n;
  const [firsts, seconds] = [countsOf(pairs, 0, grades), countsOf(pairs, 1, grades)];
  let expected = 0;
  for (const [i, first] of firsts.entries())
    for (const [j, second] of seconds.entries()) expected += (i - j) ** 2 * first * second;
  // Whole numbers throughout: zero is exactly zero.
  if (expected === 0) return { kind: 'none', reason: 'no-variation', pairs: n, same };
  const observed = pairs.reduce((sum, [first, second]) => sum + (first - second) ** 2, 0);
  return { kind: 'kappa', kappa: 1 - (observed * n) / expected, pairs: n, same };
}

function countsOf(pairs: readonly GradePair[], side: 0 | 1, grades: number): readonly number[] {
  const counts = Array.from({ length: grades }, () => 0);
  for (const pair of pairs) counts[pair[side]] = (counts[pair[side]] ?? 0) + 1;
  return counts;
}
