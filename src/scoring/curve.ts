import type { Band, CurvePoint } from '#definition/scoring.ts';

/** Straight lines between points, clamped outside. */
export function curveScore(points: readonly CurvePoint[], x: number): number | null {
  let before: CurvePoint | null = null;
  for (const point of points) {
    if (x <= point.x)
      return before === null ? point.s : before.s + ((point.s - before.s) * (x - before.x)) / (point.x - before.x);
    before = point;
  }
  return before === null || Number.isNaN(x) ? null : before.s;
}

/** The first band whose upper end is not below `x`; null above the last. */
export function bandScore(bands: readonly Band[], x: number): number | null {
  return bands.find((band) => x <= band.le)?.s ?? null;
}
