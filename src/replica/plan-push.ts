/** The client half of push: what to offer next, and what a reply means. */
import { pushLimit } from '#protocol/sync-wire.ts';
import type { PushReply } from '#protocol/sync-wire.ts';
import type { DeviceId } from '#shared/ids.ts';
import { registerOf } from '#oplog/op.ts';
import type { Op } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import { eraOf } from './client-state.ts';
import type { ClientPlan, ClientReader, ClientRegister, OwnOp } from './client-state.ts';
import { overlay } from './overlay.ts';
import { planOn } from './plan-step.ts';
import { offerAgain } from './restored.ts';

export type Batch = { readonly device: DeviceId; readonly epoch: string | null; readonly ops: readonly Op[] };

/** The next batch of the outbox, null when nothing (or only devices of `skip`) is left. A step is never cut in two. */
export async function planPush(reader: ClientReader, skip: ReadonlySet<DeviceId>, limit: number = pushLimit): Promise<Batch | null> {
  const device = (await reader.offering()).find((id) => !skip.has(id));
  if (device === undefined) return null;
  const ops = (await reader.offered(device, limit + 1)).map(({ op }) => op);
  const { epoch } = await reader.meta();
  return { device, epoch, ops: ops.length <= limit ? ops : cutAtStep(ops, limit) };
}

/** What a push reply demands next. */
export type PushNext =
  | { readonly kind: 'continue' }
  /** Nothing of the batch was taken and nothing explains it: leave this device for this cycle. */
  | { readonly kind: 'stuck' }
  /** Somebody else writes as this device, or the server misses ops that nobody holds: continue under a fresh one. */
  | { readonly kind: 'reissue'; readonly device: DeviceId };

export type PushDecision = { readonly plan: ClientPlan; readonly next: PushNext };

/** An op counts as delivered when its own hash is in `ok`, never because of a number. */
export async function applyPushReply(reader: ClientReader, sent: Batch, reply: PushReply): Promise<PushDecision> {
  const meta = await reader.meta();
  const known = (await reader.ownOps(sent.ops.map(({ hash }) => hash))).filter(({ state }) => state !== 'replaced');
  const newEpoch = meta.epoch !== null && meta.epoch !== reply.epoch;
  const next = await nextAfter(reader, sent, reply);
  const forgot = next.kind === 'continue' && !newEpoch && (await serverForgot(reader, sent, reply));
  const era = eraOf({ epoch: reply.epoch, restores: meta.restores + (newEpoch || forgot ? 1 : 0) }) ?? '';
  const acknowledged = await acknowledge(reader, sent, reply, era);
  const registers = await registersAfter(reader, acknowledged, era);
  if (newEpoch || forgot) {
    const restored = await offerAgain(reader, { ...meta, beacon: reply.beacon }, reply.epoch);
    const delivered = new Map(acknowledged.map((own) => [own.op.hash, own]));
    const ops = restored.ops.map((own) => delivered.get(own.op.hash) ?? own);
    const missing = acknowledged.filter(({ op }) => !restored.ops.some((own) => own.op.hash === op.hash));
    // Where the chains part is found by offering from the start; moving ops now would move some that the server holds.
    return { plan: { ...restored, ops: [...ops, ...missing], registers }, next: { kind: 'continue' } };
  }
  const plan = planOn(meta, {
    meta: { ...meta, epoch: reply.epoch, beacon: reply.beacon },
    ops: acknowledged,
    registers,
  });
  if (next.kind === 'continue' && acknowledged.length === 0 && known.length > 0) return { plan, next: { kind: 'stuck' } };
  return { plan, next };
}

async function acknowledge(reader: ClientReader, sent: Batch, reply: PushReply, era: string): Promise<readonly OwnOp[]> {
  const mine = new Set(sent.ops.map(({ hash }) => hash));
  const delivered = new Set(reply.ok.filter((hash) => mine.has(hash)));
  const receipts = new Map(reply.receipts.map((receipt) => [receipt.hash, receipt]));
  const own = await reader.ownOps([...delivered]);
  return own.flatMap((entry): OwnOp[] => {
    const receipt = receipts.get(entry.op.hash) ?? null;
    if (receipt === null || entry.state === 'replaced') return [];
    return [{ ...entry, offered: false, state: receipt.state, receipt, receiptEra: era }];
  });
}

/** The op after the server's last is neither in the batch nor on this phone: a hole that cannot be filled. */
async function nextAfter(reader: ClientReader, sent: Batch, reply: PushReply): Promise<PushNext> {
  if (reply.fork) return { kind: 'reissue', device: sent.device };
  const first = sent.ops[0]?.seq ?? 1;
  if (reply.last + 1 >= first) return { kind: 'continue' };
  const held = (await reader.allOwnOps()).some(({ op }) => op.device === sent.device && op.seq === reply.last + 1);
  return held ? { kind: 'continue' } : { kind: 'reissue', device: sent.device };
}

/** `last` below what it once confirmed: the server lost it, though its epoch is the same. */
async function serverForgot(reader: ClientReader, sent: Batch, reply: PushReply): Promise<boolean> {
  const first = sent.ops[0]?.seq ?? 1;
  if (reply.last + 1 >= first) return false;
  return (await reader.allOwnOps()).some(({ op, offered }) => op.device === sent.device && op.seq > reply.last && !offered);
}

/**
 * A receipt changes what a register shows only when a pull has brought the op's effect already (the reply was lost before), or when
 * the op was set aside.
 */
async function registersAfter(reader: ClientReader, acknowledged: readonly OwnOp[], era: string): Promise<readonly ClientRegister[]> {
  const byRegister = new Map<string, OwnOp[]>();
  for (const own of acknowledged) {
    const key = registerKey(own.op.entityId, registerOf(own.op));
    byRegister.set(key, [...(byRegister.get(key) ?? []), own]);
  }
  const changed: ClientRegister[] = [];
  for (const group of byRegister.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const name = { entityId: first.op.entityId, register: registerOf(first.op) };
    const register = await reader.register(name);
    if (register === null) continue;
    const inBase = group.some(({ receipt }) => register.baseEra === era && (receipt?.gsn ?? Infinity) <= register.baseGsn);
    if (!inBase && group.every(({ state }) => state === 'stored')) continue;
    const fresh = new Map(group.map((own) => [own.op.hash, own]));
    const uncovered = await reader.uncovered(name, register.baseEra, register.baseGsn);
    const own = uncovered.map((entry) => fresh.get(entry.op.hash) ?? entry).filter((entry) => !isCovered(entry, register));
    changed.push(overlay(register, own));
  }
  return changed;
}

/** Whether the base of a register contains an own op already. */
export function isCovered(own: OwnOp, base: Pick<ClientRegister, 'baseEra' | 'baseGsn'>): boolean {
  return own.state === 'stored' && own.receiptEra === base.baseEra && (own.receipt?.gsn ?? Infinity) <= base.baseGsn;
}

function cutAtStep(ops: readonly Op[], limit: number): readonly Op[] {
  const after = ops[limit]?.step;
  let end = limit;
  while (end > 0 && ops[end - 1]?.step === after) end -= 1;
  return ops.slice(0, end === 0 ? limit : end);
}

