/** Own ops on top of what the server has folded. */
import { registerOf } from '#oplog/op.ts';
import type { Head, Op } from '#oplog/op.ts';
import { emptyRegister, isSuperseded, mergeOp } from '#oplog/register.ts';
import type { ClientRegister, OwnOp } from './client-state.ts';

/**
 * Recomputes what a register shows: its base with the own ops that are not in it yet, in the order they were written. Ops that the
 * server set aside are kept apart.
 */
export function overlay(register: ClientRegister, own: readonly OwnOp[]): ClientRegister {
  const live = own.filter(({ state }) => state !== 'replaced');
  const parents = new Set(live.flatMap(({ op }) => op.parents));
  const replaced = new Set(live.flatMap(({ op }) => (op.was === null ? [] : [op.was])));
  let shown: { readonly heads: readonly Head[] } = { heads: register.base };
  let held: { readonly heads: readonly Head[] } = { heads: [] };
  for (const { op, state, carried } of live) {
    // Of a carried op nobody here knows whether its author went on; a later head of the same device has named it.
    const past = carried !== null && register.base.some(({ device, hlc }) => device === op.device && hlc > op.hlc);
    const superseded = past || isSuperseded(op, parents, replaced);
    if (state === 'quarantined') held = mergeOp({ ...emptyRegister(op), heads: held.heads }, op, superseded);
    else shown = mergeOp({ ...emptyRegister(op), heads: shown.heads }, op, superseded);
  }
  return { ...register, heads: shown.heads, held: held.heads };
}

/** A register that nobody has written yet on this phone. */
export function newRegister(
  op: Pick<Op, 'kind' | 'entity' | 'entityId' | 'field'>,
  owner: ClientRegister['owner'],
): ClientRegister {
  const name = { entity: op.entity, entityId: op.entityId, owner, register: registerOf(op) };
  return { ...name, base: [], baseGsn: 0, baseEra: null, heads: [], held: [] };
}

/** What a screen shows of a register: its heads, or what the server set aside when there is nothing else. */
export function shownHeads(register: Pick<ClientRegister, 'heads' | 'held'>): readonly Head[] {
  return register.heads.length > 0 ? register.heads : register.held;
}
