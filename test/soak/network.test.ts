import { expect, test } from 'vitest';
import { profiles, soakNetwork } from './network.ts';
import type { Profile } from './network.ts';

const met: Readonly<Record<Profile, (report: Awaited<ReturnType<typeof soakNetwork>>) => void>> = {
  '2g': ({ network }) => expect(network.requests).toBeGreaterThan(5),
  flaky: ({ network }) => expect(network.cuts + network.lostReply + network.lostRequest + network.halfReply).toBeGreaterThan(3),
  hang: ({ network, problems }) => {
    expect(network.silence).toBeGreaterThan(0);
    expect(problems['network.unreachable']).toBeGreaterThan(0);
  },
  captive: ({ network, problems }) => {
    expect(network.portal).toBeGreaterThanOrEqual(10);
    expect(problems['network.not-ours']).toBeGreaterThan(0);
  },
};

test.each(Object.keys(profiles) as Profile[])(
  '[Y60] behind a %s network sync ends with nothing lost',
  async (profile) => {
    const work = { assessments: 2, answers: 4, photos: 2, bytes: [15_000, 40_000] } as const;
    const report = await soakNetwork({ profile, work, seed: 5, hurried: true });
    expect(report.faults).toEqual([]);
    expect(report.ops).toBeGreaterThan(14);
    met[profile](report);
  },
  600_000,
);
