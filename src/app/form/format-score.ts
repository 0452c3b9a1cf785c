import type { Measure } from '#definition/scoring.ts';

/** One decimal, half up, or as many as the measure asks for; for display alone: gates and levels are judged on the unrounded number. */
export function formatScore(score: number, decimals: number | null = null): string {
  const digits = decimals ?? 1;
  return roundHalfUp(score, digits).toFixed(digits);
}

/** A gate as the definition writes it: 50, 62.5. */
export function formatGate(min: number, decimals: number | null = null): string {
  return String(roundHalfUp(min, decimals ?? 1));
}

/** Measures that stand for themselves: neither steps on the way to others nor homes of items without a score. */
export function isShown(measure: Measure): boolean {
  return !measure.detail && measure.kind !== 'unscored';
}

/** Decimal noise of binary numbers (8.45 is 8.4499…) is cleared before rounding. */
function roundHalfUp(value: number, digits: number): number {
  const shift = 10 ** digits;
  return Math.floor(Number((value * shift).toPrecision(12)) + 0.5) / shift;
}
