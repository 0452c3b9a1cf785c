/** What a person may see of lists: queries take a scope and cannot be called without one. */
import type { Actor } from '#domain/person.ts';
import { regionPrefix } from '#domain/regions.ts';
import type { RegionCode } from '#shared/ids.ts';

export type Scope = {
  /** Root of the region subtree. */
  readonly region: RegionCode;
  /** The digits with which every region code in scope begins. */
  readonly prefix: string;
};

export function scopeOf(actor: Actor): Scope {
  return { region: actor.region, prefix: regionPrefix(actor.region) };
}
