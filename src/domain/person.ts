/** Who acts. */
import type { PersonId, RegionCode } from '#shared/ids.ts';

/** `server` is the sync server itself, which imports registries and writes demonstration data through a chain of its own. */
export const actorRoles = ['surveyor', 'reviewer', 'server'] as const;
export type ActorRole = (typeof actorRoles)[number];

/** A signed-in person (or the server) with the root of the region subtree they work in. */
export type Actor = { readonly person: PersonId; readonly role: ActorRole; readonly region: RegionCode };
