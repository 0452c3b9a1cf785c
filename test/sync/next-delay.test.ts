import { expect, test } from 'vitest';
import { nextDelay } from '#sync/next-delay.ts';

const middle = (): Uint8Array => new Uint8Array([127]);

test('[Y23] failures back off to five minutes, success returns to half a minute, jitter keeps phones apart', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 20].map((failures) => Math.round(nextDelay('failed', failures, middle) / 1000));
  expect(delays).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
  expect(Math.round(nextDelay('idle', 0, middle) / 1000)).toBe(30);
  expect(nextDelay('idle', 0, () => new Uint8Array([0]))).toBe(22_500);
  expect(nextDelay('idle', 0, () => new Uint8Array([255]))).toBe(37_500);
});
