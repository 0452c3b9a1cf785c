/** The product's own judge over the server in memory. */
import type { Judge } from '#replica/ports.ts';
import { judgeWith } from '#server/judge-op.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import { findOp } from './memory-server.ts';
import type { MemoryServer } from './memory-server.ts';

/** `pending`: the kind of an op of the push that is judged now. */
export function judgeOf(server: MemoryServer, pending: (hash: string) => string | null): Judge {
  return judgeWith({
    actor: async (person: PersonId) => {
      const region = (server.running ?? server.state).people.get(person);
      return region === undefined ? null : { person, role: 'surveyor', region: region as RegionCode };
    },
    kindOf: async (hash) => pending(hash) ?? findOp(server.running ?? server.state, hash)?.kind ?? null,
    device: () => Promise.resolve(null),
    definition: () => null,
    definitionOf: async () => null,
  });
}
