/** Ops that another phone handed over where there is no network: shown here at once, and offered to the server from here too. */
import { observe } from '#oplog/hybrid-clock.ts';
import { registerOf } from '#oplog/op.ts';
import type { EntityKind, Head, Op } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import type { PersonName } from '#protocol/sync-wire.ts';
import type { DeviceId, EntityId } from '#shared/ids.ts';
import type { ClientPlan, ClientReader, ClientRegister, OwnOp } from './client-state.ts';
import { newRegister, overlay } from './overlay.ts';
import { planOn } from './plan-step.ts';

/** Ops of one device in a row, as its author's device signed them; `owners` beside them. */
export type CarriedBatch = {
  readonly device: DeviceId;
  readonly signature: string;
  readonly ops: readonly { readonly op: Op; readonly owner: EntityId | null }[];
};

/** What the other phone knew of the records that the ops are about. */
export type KnownRegister = {
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  readonly owner: EntityId | null;
  readonly register: string;
  readonly heads: readonly Head[];
};

export type Handed = {
  readonly batches: readonly CarriedBatch[];
  readonly known: readonly KnownRegister[];
  readonly people: readonly PersonName[];
};

/**
 * Ops that are here already are left out, and those of a device of this phone, whose chain only this phone may go on with. What the
 * other knew fills what nothing is known of here; the next pull replaces it. Null: nothing new.
 */
export async function planCarry(reader: ClientReader, handed: Handed, now: number): Promise<ClientPlan | null> {
  const meta = await reader.meta();
  const own = await reader.allOwnOps();
  const here = new Set<string>(own.map(({ op }) => op.hash));
  const mine = new Set<string>([meta.device, ...own.filter(({ carried }) => carried === null).map(({ op }) => op.device)]);
  const ops: OwnOp[] = [];
  let { written, hlc } = meta;
  for (const { device, signature, ops: batch } of handed.batches) {
    const until = batch.at(-1)?.op.hash;
    if (until === undefined || mine.has(device)) continue;
    for (const { op, owner } of batch) {
      if (here.has(op.hash)) continue;
      written += 1;
      hlc = observe(hlc, op.hlc, now);
      const carried = { until, signature };
      ops.push({ op, owner, offered: true, state: 'waiting', receipt: null, receiptEra: null, order: written, carried });
    }
  }
  if (ops.length === 0) return null;
  const registers = await registersWith(reader, ops, handed.known);
  const records = new Set([...meta.handed, ...handed.known.map(({ entityId, owner }) => owner ?? entityId)]);
  return planOn(meta, { meta: { ...meta, written, hlc, handed: [...records] }, ops, registers, people: handed.people });
}

async function registersWith(
  reader: ClientReader,
  ops: readonly OwnOp[],
  known: readonly KnownRegister[],
): Promise<readonly ClientRegister[]> {
  const changed = new Map<string, ClientRegister>();
  for (const { heads, ...name } of known) {
    const register = await reader.register(name);
    if (register !== null && register.base.length > 0) continue;
    const empty = { ...name, base: [], baseGsn: 0, baseEra: null, heads: [], held: [] };
    // No server's word: of no era.
    const told = { base: heads, baseGsn: 0, baseEra: null };
    changed.set(registerKey(name.entityId, name.register), { ...(register ?? empty), ...told });
  }
  const added = new Map<string, OwnOp[]>();
  for (const own of ops) {
    const key = registerKey(own.op.entityId, registerOf(own.op));
    added.set(key, [...(added.get(key) ?? []), own]);
    if (changed.has(key)) continue;
    const name = { entityId: own.op.entityId, register: registerOf(own.op) };
    changed.set(key, (await reader.register(name)) ?? newRegister(own.op, own.owner));
  }
  const folded: ClientRegister[] = [];
  for (const [key, register] of changed) {
    const kept = await reader.uncovered(register, register.baseEra, register.baseGsn);
    folded.push(overlay(register, [...kept, ...(added.get(key) ?? [])]));
  }
  return folded;
}
