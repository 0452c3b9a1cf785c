import { expect, test } from 'vitest';
import { absentFaults, runShards } from './run-shards.ts';

test('[promise 1–12, 14–16] 10,000 schedules break no promise, and every fault happened in them', async () => {
  const run = await runShards({ seed: 1, schedules: 10_000 });
  expect(run.failures.map(({ seed, broken }) => ({ seed, broken }))).toEqual([]);
  expect(run.schedules).toBe(10_000);
  expect(absentFaults(run)).toEqual([]);
  expect(run.ops).toBeGreaterThan(90_000);
  expect(run.conflicts).toBeGreaterThan(4000);
}, 600_000);
