/** The product's own judge over the server in memory. */
import type { Judge } from '#replica/ports.ts';
import { judgeWith } from '#server/judge-op.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import { findOp } from './memory-server.ts';
import type { MemoryServer } from './memory-server.ts';

/** `pending`: the kind of an op of the push that is judged now. */
export function judgeOf(server: MemoryServer, pending: (hash: string) => string | null): Judge {
  return judgeWith({
    rights: async (person: PersonId) => {
      const region = (server.running ?? server.state).people.get(person);
      const grants =
        region === undefined ? [] : [{ from: 0, until: null, role: 'surveyor' as const, region: region as RegionCode }];
      return { person, grants, assignments: [] };
    },
    now: () => 0,
    enrolledAt: async () => 0,
    notBefore: () => 0,
    kindOf: async (hash) => pending(hash) ?? findOp(server.running ?? server.state, hash)?.kind ?? null,
    device: () => Promise.resolve(null),
    definition: () => null,
    definitionOf: () => null,
  });
}
