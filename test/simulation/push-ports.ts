/** The server's surroundings in memory. A signature is the text that it signs. */
import { answersOf } from '#oplog/answers-of.ts';
import type { PullPorts, Judge, PushPorts } from '#replica/ports.ts';
import { problem } from '#shared/problems.ts';
import { sha256Text } from '#shared/sha256.ts';
import { ownedBy, scoreOf } from './memory-server.ts';
import type { MemoryServer } from './memory-server.ts';

/** Refuses the value -1, everywhere. */
export const judgeFields: Judge = {
  foresee: async () => {},
  judge: (op) => (op.value === -1 ? problem('input.out-of-range') : null),
};

export function signatureOf(text: string): string {
  return `signed ${text}`;
}

export function pushPorts(server: MemoryServer, now: () => number, judge: Judge = judgeFields): PushPorts {
  return {
    storage: server.storage,
    now,
    beacon: () => `beacon-${now()}`,
    sha256: sha256Text,
    verify: async (_key, signature, text) => signature === signatureOf(text),
    judge,
    rescued: false,
    mayRelease: () => false,
    project: async (_tx, touched) => {
      const { running } = server;
      if (running === null) throw new Error('project: outside of a transaction');
      for (const id of touched) running.scores.set(id, scoreOf(answersOf(ownedBy(running, id), 'self').answers.values));
    },
  };
}

export function pullPorts(server: MemoryServer, now: () => number, person: string, region: string): PullPorts {
  return { snapshot: (run) => run(server.reader(person, region)), now, beacon: () => `beacon-${now()}` };
}
