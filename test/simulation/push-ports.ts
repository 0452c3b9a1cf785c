import type { Judge, PushPorts, PullPorts } from '#replica/ports.ts';
import { sha256Text } from '#shared/sha256.ts';
import { problem } from '#shared/problems.ts';
import type { MemoryServer } from './memory-server.ts';

/** Refuses the value -1, everywhere. */
export const judgeFields: Judge = async (op) => (op.value === -1 ? problem('input.out-of-range') : null);

/** A signature of the simulation is the text it signs. */
export function pushPorts(server: MemoryServer, now: () => number, judge: Judge = judgeFields): PushPorts {
  return {
    storage: server.storage,
    now,
    beacon: () => `beacon-${now()}`,
    sha256: sha256Text,
    verify: async (_key, signature, text) => signature === text,
    judge,
    project: async () => undefined,
  };
}

export function pullPorts(server: MemoryServer, now: () => number, person: string, region: string): PullPorts {
  return { snapshot: (run) => run(server.reader(person, region)), now, beacon: () => `beacon-${now()}` };
}
