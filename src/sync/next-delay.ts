import type { RandomBytes } from '#shared/ids.ts';

const idleDelay = 30_000;
const firstDelay = 5_000;
export const longestDelay = 300_000;

/** Milliseconds until the next try, with ± 25 % jitter so that phones which lost the same network do not return together. */
export function nextDelay(after: 'idle' | 'failed', failures: number, random: RandomBytes): number {
  const base = after === 'idle' ? idleDelay : Math.min(longestDelay, firstDelay * 2 ** Math.max(0, failures - 1));
  return Math.round(base * (0.75 + ((random(1)[0] ?? 0) / 255) * 0.5));
}
