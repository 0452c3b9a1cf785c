import { expect, test } from 'vitest';
import { soakUploads } from './uploads.ts';

test('[B20] photos arrive byte for byte though connections are cut, replies lost and the server is killed', async () => {
  const report = await soakUploads({ photos: 8, cutMs: 1200, seed: 3, killEvery: 4, lostReplies: 0.1 });
  expect(report.faults).toEqual([]);
  expect(report).toMatchObject({ committed: 8, mismatches: 0, orphansLeft: 0 });
  expect(report.serverKills).toBeGreaterThan(0);
  expect(report.network.cuts).toBeGreaterThan(1);
}, 600_000);
