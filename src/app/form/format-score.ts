/** One decimal, half up, for display alone: gates and levels are judged on the unrounded number. */
export function formatScore(score: number): string {
  return roundHalfUp(score).toFixed(1);
}

/** A gate as the definition writes it: 50, 62.5. */
export function formatGate(min: number): string {
  return String(roundHalfUp(min));
}

/** Decimal noise of binary numbers (8.45 is 8.4499…) is cleared before rounding. */
function roundHalfUp(value: number): number {
  const tenths = Number((value * 10).toPrecision(12));
  return Math.floor(tenths + 0.5) / 10;
}
