import type { DeviceId, OpHash, PersonId } from '#shared/ids.ts';
import { hashOp } from './hash-op.ts';
import { opSchemaVersion } from './op.ts';
import type { Op, OpDraft } from './op.ts';

/** What the writer adds to a draft: its place in the chain, what its author saw, and when. */
export type OpPlace = {
  readonly device: DeviceId;
  readonly seq: number;
  readonly prev: OpHash | null;
  readonly author: PersonId;
  readonly salt: string;
  readonly parents: readonly OpHash[];
  readonly seen: OpHash | null;
  readonly step: string;
  readonly beacon: string | null;
  readonly was: OpHash | null;
  readonly hlc: string;
  readonly wallTime: string;
  readonly monotonic: number;
};

export function makeOp(draft: OpDraft, place: OpPlace): Op {
  const { kind, entity, entityId, field, value, reason, basis, definition } = draft;
  const body = { schema: opSchemaVersion, kind, entity, entityId, field, value, reason, basis, definition };
  const op = { ...body, ...place, parents: [...new Set(place.parents)].sort() };
  return { ...op, hash: hashOp(op) };
}

/**
 * The same change under another device. Parents that were re-issued too are named by both names: a clone may have re-issued the same
 * ones under a third.
 */
export function reissueOp(op: Op, place: Pick<Op, 'device' | 'seq' | 'prev' | 'was'>, renamed: ReadonlyMap<OpHash, OpHash>): Op {
  const parents = [...new Set(op.parents.flatMap((parent) => [parent, renamed.get(parent) ?? parent]))].sort();
  const seen = op.seen === null ? null : (renamed.get(op.seen) ?? op.seen);
  const { hash: _old, ...rest } = op;
  const next = { ...rest, ...place, parents, seen };
  return { ...next, hash: hashOp(next) };
}
