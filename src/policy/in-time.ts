/**
 * Offline work is judged twice: by what its author may when it arrives, and by what they could while it can have been written. That is
 * from the server's time in the newest beacon the op names, which it was written after, to the time it is judged. Accepted is what its
 * author could throughout; anything else a person at the office looks at.
 */
import type { Actor, ActorRole } from '#domain/person.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import type { Problem } from '#shared/problems.ts';
import { problem } from '#shared/problems.ts';
import type { Decision } from './decide.ts';

/** Milliseconds of the server's clock; `until` is the first at which it no longer held, null while it holds. */
type Span = { readonly from: number; readonly until: number | null };

/** What a person was, and which firms were assigned to them. None of `grants` covers the time they were disabled. */
export type Rights = {
  readonly person: PersonId;
  readonly grants: readonly (Span & { readonly role: ActorRole; readonly region: RegionCode })[];
  readonly assignments: readonly (Span & { readonly firm: string })[];
};

export function actorAt({ person, grants, assignments }: Rights, time: number): Actor | null {
  const grant = grants.find((span) => holds(span, time));
  if (grant === undefined) return null;
  const assigned = new Set(assignments.filter((span) => holds(span, time)).map(({ firm }) => firm));
  return { person, role: grant.role, region: grant.region, assigned };
}

/** What a person was at one moment of each stretch of a span within which nothing changed, and at its end. */
export type Throughout = { readonly person: PersonId; readonly now: Actor | null; readonly moments: readonly (Actor | null)[] };

export function throughout(rights: Rights, { from, to }: { readonly from: number; readonly to: number }): Throughout {
  const changes = [...rights.grants, ...rights.assignments].flatMap((span) => [span.from, span.until ?? span.from]);
  const start = Math.min(from, to);
  const moments = [start, ...new Set(changes.filter((time) => time > start && time < to))];
  return { person: rights.person, now: actorAt(rights, to), moments: moments.map((time) => actorAt(rights, time)) };
}

/**
 * Null: accepted. `access.ended`: they may no longer, and could at some moment of the span. `access.not-yet`: they may now, and could
 * not at some moment of it. What they never could has the problem of `ask` itself.
 */
export function decideInTime({ person, now, moments }: Throughout, ask: (actor: Actor) => Decision): Problem | null {
  const could = (actor: Actor | null): boolean => actor !== null && ask(actor).kind === 'allowed';
  const verdict = now === null ? null : ask(now);
  if (verdict?.kind === 'allowed') return moments.every(could) ? null : problem('access.not-yet');
  if (moments.some(could)) return problem('access.ended');
  return verdict?.problem ?? problem('access.denied', { author: person });
}

function holds({ from, until }: Span, time: number): boolean {
  return from <= time && (until === null || time < until);
}
