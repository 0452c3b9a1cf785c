import { reissueOp } from '#oplog/make-op.ts';
import { registerOf } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import type { DeviceId, OpHash } from '#shared/ids.ts';
import type { ClientPlan, ClientReader, ClientRegister, OwnOp } from './client-state.ts';
import { newRegister, overlay } from './overlay.ts';
import { isCovered } from './plan-push.ts';
import { planOn } from './plan-step.ts';
import { offerAgain } from './restored.ts';

/**
 * Moves what the server has not taken of `device` to another chain: `fresh`, or the chain written now when an older device forked.
 * Each new op names the one it replaces in `was`; the old one is kept and never offered again. An id that was cloned, or whose store
 * was lost, is never written under again.
 */
export async function planReissue(reader: ClientReader, device: DeviceId, fresh: DeviceId): Promise<ClientPlan> {
  const meta = await reader.meta();
  const own = await reader.allOwnOps();
  const moved = own.filter(({ op, offered, state }) => op.device === device && offered && state !== 'replaced');
  const isCurrent = meta.device === device;
  let tip = isCurrent
    ? { device: fresh, seq: 0, lastHash: null as OpHash | null }
    : { device: meta.device, seq: meta.seq, lastHash: meta.lastHash };
  const renamed = new Map<OpHash, OpHash>();
  const ops: OwnOp[] = [];
  for (const entry of moved) {
    // An op that no server confirmed has no other name out there than the one it took over.
    const was = entry.receipt === null && entry.op.was !== null ? entry.op.was : entry.op.hash;
    const op = reissueOp(entry.op, { device: tip.device, seq: tip.seq + 1, prev: tip.lastHash, was }, renamed);
    renamed.set(entry.op.hash, op.hash);
    tip = { ...tip, seq: op.seq, lastHash: op.hash };
    ops.push({ ...entry, offered: false, state: 'replaced' });
    ops.push({
      ...entry,
      op,
      offered: true,
      state: 'waiting',
      receipt: null,
      receiptEra: null,
      order: meta.written + renamed.size,
    });
  }
  const registers = await refoldAfter(reader, ops);
  return planOn(meta, { meta: { ...meta, ...tip, written: meta.written + renamed.size }, ops, registers });
}

/**
 * Somebody else writes as this device: write under `fresh` from now on. What the old chain still has to say, and what was confirmed of
 * it, is offered once more; where the two chains part, `planReissue` moves the rest.
 */
export async function planFreshDevice(reader: ClientReader, fresh: DeviceId): Promise<ClientPlan> {
  const meta = await reader.meta();
  return offerAgain(reader, { ...meta, device: fresh, seq: 0, lastHash: null }, meta.epoch);
}

/** Registers with these ops, new or changed, in what they show. */
export async function refoldAfter(reader: ClientReader, ops: readonly OwnOp[]): Promise<readonly ClientRegister[]> {
  const changes = new Map(ops.map((own) => [own.op.hash, own]));
  const touched = new Map<string, OwnOp>();
  for (const own of ops) touched.set(registerKey(own.op.entityId, registerOf(own.op)), own);
  const registers: ClientRegister[] = [];
  for (const { op, owner } of touched.values()) {
    const name = { entityId: op.entityId, register: registerOf(op) };
    const register = (await reader.register(name)) ?? newRegister(op, owner);
    const kept = (await reader.uncovered(name, register.baseEra, register.baseGsn)).map(
      (entry) => changes.get(entry.op.hash) ?? entry,
    );
    const added = ops.filter(
      (own) => own.state === 'waiting' && own.op.entityId === op.entityId && registerOf(own.op) === name.register,
    );
    registers.push(
      overlay(
        register,
        [...kept, ...added].filter((own) => !isCovered(own, register)),
      ),
    );
  }
  return registers;
}
