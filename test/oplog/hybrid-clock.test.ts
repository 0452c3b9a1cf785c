import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hlcZero, observe, tick } from '#oplog/hybrid-clock.ts';
import type { DeviceId } from '#shared/ids.ts';

const device = 'device-a' as DeviceId;

test('[O20] readings grow whatever the wall clock does, and text order is their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: -1e13, max: 1e13 }), fc.constantFrom(NaN, Infinity, -Infinity)), { minLength: 2 }),
      (times) => {
        let last = hlcZero;
        for (const time of times) {
          const next = tick(last, time, device);
          expect(next > last).toBe(true);
          last = next;
        }
      },
    ),
  );
});

test('[O21] a clock far ahead is followed by five minutes only, and never throws', () => {
  const mine = tick(hlcZero, 1_000_000, device);
  const wild = tick(hlcZero, 9e14, 'device-b' as DeviceId);
  expect(observe(mine, wild, 1_000_000) < tick(hlcZero, 1_000_000 + 300_001, device)).toBe(true);
  for (const nonsense of ['', 'x:y:z', '::::', '-5:-5']) expect(() => observe(mine, nonsense, 0)).not.toThrow();
});
