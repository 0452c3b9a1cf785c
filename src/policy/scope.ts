/** What a person may see of lists: queries take a scope and cannot be called without one. */
import type { Actor } from '#domain/person.ts';
import { regionPrefix } from '#domain/regions.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import { policyTable } from './policy-table.ts';

export type Scope = {
  readonly person: PersonId;
  /** Root of the region subtree. */
  readonly region: RegionCode;
  /** The digits with which every region code in scope begins. */
  readonly prefix: string;
  /** The firms that a role is held to which works on what is assigned to it alone; null: all of the region. */
  readonly firms: ReadonlySet<string> | null;
  /** The firms whose finance fields are shown; null: all. */
  readonly finance: ReadonlySet<string> | null;
};

export function scopeOf(actor: Actor): Scope {
  const heldTo = (action: 'sync.pull' | 'finance.read'): ReadonlySet<string> | null =>
    policyTable[action]?.assigned.includes(actor.role) === false ? null : actor.assigned;
  const { person, region } = actor;
  return { person, region, prefix: regionPrefix(region), firms: heldTo('sync.pull'), finance: heldTo('finance.read') };
}

/** Whether the finance fields of a firm are shown. Whether the firm itself is, the caller has asked. */
export function showsFinance({ finance }: Pick<Scope, 'finance'>, firm: string): boolean {
  return finance === null || finance.has(firm);
}
