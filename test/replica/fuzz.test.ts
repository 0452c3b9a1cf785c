import { expect, test } from 'vitest';
import { runSchedule } from '../simulation/run-schedule.ts';
import type { Faults } from '../simulation/run-schedule.ts';

test('[promise 1–9] 300 seeded schedules of drops, repeats, kills, restores, wiped and cloned phones lose nothing', async () => {
  const totals: Partial<Faults> = {};
  const failing: { seed: number; broken: readonly string[] }[] = [];
  let ops = 0;
  let conflicts = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const result = await runSchedule(seed);
    if (result.broken.length > 0) failing.push({ seed, broken: result.broken });
    ops += result.ops;
    conflicts += result.conflicts;
    for (const [fault, count] of Object.entries(result.faults))
      totals[fault as keyof Faults] = (totals[fault as keyof Faults] ?? 0) + count;
  }
  expect(failing).toEqual([]);
  // The schedules did something: every fault really happened.
  expect(ops).toBeGreaterThan(3000);
  expect(conflicts).toBeGreaterThan(50);
  for (const [fault, count] of Object.entries(totals)) expect(count, fault).toBeGreaterThan(5);
});
