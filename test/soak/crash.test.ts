import { expect, test } from 'vitest';
import { soakCrash } from './crash.ts';

test.each(['sqlite', 'postgres'] as const)(
  '[promise 11] killed with -9 during pushes, %s holds everything that was acknowledged once, chains whole, numbers without a hole',
  async (database) => {
    const report = await soakCrash({ database, kills: 3, phones: 3, seed: 7 });
    expect(report.faults).toEqual([]);
    // Each of these really happened, or nothing was shown.
    expect(report.duringPush).toBeGreaterThan(1);
    expect(report.acknowledged).toBe(report.ops);
    expect(report.ops).toBeGreaterThan(30);
    expect(report.databaseKills).toBe(database === 'postgres' ? 1 : 0);
    const { lostRequest, lostReply, twice, halfReply } = report.network;
    expect(lostRequest + lostReply + twice + halfReply).toBeGreaterThan(5);
  },
  // Starting a server takes a second, or ten where others work too.
  600_000,
);
