/** What a query may see. Queries take one and cannot be called without; only `scopeFor` makes one. */
import type { Actor } from '#domain/person.ts';
import { regionPrefix } from '#domain/regions.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import type { RouteAction } from './actions.ts';
import { decide, nothing } from './decide.ts';

declare const made: unique symbol;

export type Scope = {
  readonly [made]: true;
  readonly person: PersonId;
  /** Root of the region subtree. */
  readonly region: RegionCode;
  /** Every region code in scope begins with these digits. */
  readonly prefix: string;
};

/** The scope of an action that reads many things, or why the actor may not ask at all. */
export function scopeFor(actor: Actor | null, action: RouteAction): Outcome<Scope> {
  const decision = decide(actor, action, nothing);
  if (decision.kind === 'denied') return refused(decision.problem);
  if (actor === null) throw new Error(`scopeFor: ${action} is open to anyone, it has no scope`);
  return ok({ person: actor.person, region: actor.region, prefix: regionPrefix(actor.region) } as Scope);
}
