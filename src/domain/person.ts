/** Who acts. */
import type { PersonId, RegionCode } from '#shared/ids.ts';

/**
 * What a person is to a region: who surveys firms, a 科技副总 who goes with the firms assigned to them, who verifies on site, who reviews
 * at the bureau, who keeps its accounts (of a county, city or province by the region's code), who only looks.
 */
export const roles = ['surveyor', 'deputy-gm', 'inspector', 'reviewer', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** `server` is the sync server itself, which imports registries and writes demonstration data through a chain of its own. */
export const actorRoles = [...roles, 'server'] as const;
export type ActorRole = (typeof actorRoles)[number];

/** A signed-in person (or the server) with the root of the region subtree they work in, and the firms assigned to them. */
export type Actor = {
  readonly person: PersonId;
  readonly role: ActorRole;
  readonly region: RegionCode;
  /** Credit codes. What they mean for a role, the policy says. */
  readonly assigned: ReadonlySet<string>;
};

export const noFirms: ReadonlySet<string> = new Set();

/** Works at the bureau's desk rather than in the workshop. */
export function worksAtDesk(role: Role): boolean {
  return role === 'reviewer' || role === 'administrator' || role === 'auditor';
}

/** Sees many firms at once or decides over people: a password alone does not open their account. */
export function needsSecondFactor(role: Role): boolean {
  return worksAtDesk(role);
}

/** Who writes what the server itself writes. */
export const serverPersonId = 'server' as PersonId;
