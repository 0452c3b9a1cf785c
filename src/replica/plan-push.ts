/** The client half of push: what to offer next, and what a reply means. */
import { pushLimit } from '#protocol/sync-wire.ts';
import type { PushReply } from '#protocol/sync-wire.ts';
import type { DeviceId, OpHash } from '#shared/ids.ts';
import { registerOf } from '#oplog/op.ts';
import type { Op } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import { eraOf } from './client-state.ts';
import type { ClientMeta, ClientPlan, ClientReader, ClientRegister, ConfirmedOp, OwnOp } from './client-state.ts';
import { newRegister, overlay } from './overlay.ts';
import { planOn } from './plan-step.ts';
import { offerAgain } from './restored.ts';

export type Batch = {
  readonly device: DeviceId;
  readonly epoch: string | null;
  /** How many restored servers the phone had met when it sent this: a reply from before the last one confirms nothing. */
  readonly restores: number;
  readonly ops: readonly Op[];
  /** The author's device's over the last hash, for carried ops; null: this phone signs. */
  readonly signature: string | null;
};

/** The next batch of the outbox, null when nothing (or only devices of `skip`) is left. A step is never cut in two. */
export async function planPush(
  reader: ClientReader,
  skip: ReadonlySet<DeviceId>,
  limit: number = pushLimit,
): Promise<Batch | null> {
  const device = (await reader.offering()).find((id) => !skip.has(id));
  if (device === undefined) return null;
  const offered = await reader.offered(device, limit + 1);
  const carried = offered[0]?.carried ?? null;
  const ops = offered.map(({ op }) => op);
  const { epoch, restores } = await reader.meta();
  if (carried === null) return { device, epoch, restores, ops: firstBatch(ops, limit), signature: null };
  return { device, epoch, restores, ops: await signedAsOne(reader, ops[0]?.hash, carried.until), signature: carried.signature };
}

/**
 * From one carried op to the end of its batch, along the chain: all of it, however few this phone would send of its own, also what was
 * confirmed in between. Of a clone's chain the same places may be here too.
 */
async function signedAsOne(reader: ClientReader, first: OpHash | undefined, until: OpHash): Promise<readonly Op[]> {
  const here = new Map((await reader.allOwnOps()).map(({ op }) => [op.hash, op]));
  const ops: Op[] = [];
  for (let op = here.get(until); op !== undefined; op = op.prev === null ? undefined : here.get(op.prev)) {
    ops.unshift(op);
    if (op.hash === first) break;
  }
  return ops;
}

/** As many of these ops as one push may carry, without cutting a step in two. */
export function firstBatch(ops: readonly Op[], limit: number = pushLimit): readonly Op[] {
  return ops.length <= limit ? ops : cutAtStep(ops, limit);
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
  if (sent.restores !== meta.restores) return { plan: planOn(meta, {}), next: { kind: 'continue' } };
  const verdict = await judgeReply(reader, meta, sent, reply);
  // Which of two contradicting replies is the late one, nobody knows: neither confirms anything.
  if (verdict.kind === 'restored')
    return { plan: await offerAgain(reader, { ...meta, beacon: reply.beacon }, reply.epoch), next: { kind: 'continue' } };
  const era = eraOf({ epoch: reply.epoch, restores: meta.restores }) ?? '';
  const acknowledged = await acknowledge(reader, sent, reply, era);
  const isCarried = sent.signature !== null;
  const given = isCarried && reply.fork ? await giveBack(reader, sent.device, acknowledged) : [];
  const registers = await registersAfter(reader, [...acknowledged, ...given], era);
  const probe = verdict.kind === 'probe' && !isCarried ? [{ ...verdict.before, offered: true }] : [];
  const plan = planOn(meta, {
    meta: { ...meta, epoch: reply.epoch, beacon: reply.beacon, confirmed: confirmedAfter(meta.confirmed, acknowledged) },
    ops: [...acknowledged, ...given, ...probe],
    registers,
  });
  if (verdict.kind === 'fork' && !isCarried) return { plan, next: { kind: 'reissue', device: sent.device } };
  if (probe.length + given.length + acknowledged.length > 0) return { plan, next: { kind: 'continue' } };
  const waiting = (await reader.ownOps(sent.ops.map(({ hash }) => hash))).some(({ offered }) => offered);
  return { plan, next: waiting ? { kind: 'stuck' } : { kind: 'continue' } };
}

/** What a reply says about the server's memory of this chain. */
type Verdict =
  | { readonly kind: 'fine' }
  /** Another epoch, or something it once confirmed is gone. */
  | { readonly kind: 'restored' }
  /** The chains part right after an op that both hold, or the server misses ops that nobody holds. */
  | { readonly kind: 'fork' }
  /** They part at or before the start of the batch: offer the op before it too, which tells a fork from a restore. */
  | { readonly kind: 'probe'; readonly before: OwnOp };

async function judgeReply(reader: ClientReader, meta: ClientMeta, sent: Batch, reply: PushReply): Promise<Verdict> {
  if (meta.epoch !== null && meta.epoch !== reply.epoch) return { kind: 'restored' };
  if (await isRenumbered(reader, meta, reply)) return { kind: 'restored' };
  const first = sent.ops[0]?.seq ?? 1;
  const hole = reply.last + 1 < first;
  if (!reply.fork && !hole) return { kind: 'fine' };
  const chain = (await reader.allOwnOps()).filter(({ op, state }) => op.device === sent.device && state !== 'replaced');
  const confirmed = chain.filter(({ receiptEra, offered }) => receiptEra === eraOf(meta) && !offered);
  if (confirmed.some(({ op }) => op.seq > reply.last)) return { kind: 'restored' };
  if (hole) return chain.some(({ op }) => op.seq === reply.last + 1) ? { kind: 'fine' } : { kind: 'fork' };
  const taken = new Set(reply.ok);
  const at = sent.ops.find(({ hash }) => !taken.has(hash));
  if (at === undefined || at.seq > first) return { kind: 'fork' };
  if (chain.some(({ op, receiptEra }) => op.hash === at.hash && receiptEra === eraOf(meta))) return { kind: 'restored' };
  const before = chain.find(({ op }) => op.seq === first - 1);
  return before === undefined ? { kind: 'fork' } : { kind: 'probe', before };
}

/** What was once stored under one number is now stored under another: the numbers of this server are not those I knew. */
async function isRenumbered(reader: ClientReader, meta: ClientMeta, reply: PushReply): Promise<boolean> {
  const numbers = new Map(reply.receipts.map(({ hash, gsn }) => [hash, gsn]));
  return (await reader.ownOps([...numbers.keys()])).some(({ op, receipt, receiptEra }) => {
    const known = receiptEra === eraOf(meta) ? (receipt?.gsn ?? null) : null;
    return known !== null && known !== numbers.get(op.hash);
  });
}

/** What the server has another history of is its author's to offer again, under another name. Its bodies stay here. */
async function giveBack(reader: ClientReader, device: DeviceId, acknowledged: readonly OwnOp[]): Promise<readonly OwnOp[]> {
  const done = new Set(acknowledged.map(({ op }) => op.hash));
  const rest = (await reader.offered(device, Infinity)).filter(({ op, carried }) => carried !== null && !done.has(op.hash));
  return rest.map((own) => ({ ...own, offered: false, state: 'replaced' }));
}

async function acknowledge(reader: ClientReader, sent: Batch, reply: PushReply, era: string): Promise<readonly OwnOp[]> {
  const mine = new Set(sent.ops.map(({ hash }) => hash));
  const delivered = new Set(reply.ok.filter((hash) => mine.has(hash)));
  const receipts = new Map(reply.receipts.map((receipt) => [receipt.hash, receipt]));
  const own = await reader.ownOps([...delivered]);
  return own.flatMap((entry): OwnOp[] => {
    const receipt = receipts.get(entry.op.hash) ?? null;
    if (receipt === null || entry.state === 'replaced') return [];
    // What was set aside is between the server and its author; a release comes by pull like anybody's change.
    const state = entry.carried !== null && receipt.state === 'quarantined' ? 'replaced' : receipt.state;
    return [{ ...entry, offered: false, state, receipt, receiptEra: era }];
  });
}

/** As many as a pull asks about: older ones are forgotten first. */
const confirmedLimit = 16;

/**
 * What to ask about from now on: also the op of this reply that was numbered last, and those that were set aside, which have no number.
 * What was asked before stays until a pull has found it again: this reply may be another server's.
 */
function confirmedAfter(known: readonly ConfirmedOp[], acknowledged: readonly OwnOp[]): readonly ConfirmedOp[] {
  const fresh = acknowledged.map(({ op: { device, seq, hash }, receipt }) => ({ device, seq, hash, gsn: receipt?.gsn ?? null }));
  const last = Math.max(...fresh.map(({ gsn }) => gsn ?? 0));
  const asked = new Set(fresh.map(({ hash }) => hash));
  const added = fresh.filter(({ gsn }) => gsn === null || gsn === last);
  return [...known.filter(({ hash }) => !asked.has(hash)), ...added].slice(-confirmedLimit);
}

/**
 * A receipt changes what a register shows only when a pull has brought the op's effect already (the reply was lost before), or when
 * the op was set aside.
 */
async function registersAfter(
  reader: ClientReader,
  acknowledged: readonly OwnOp[],
  era: string,
): Promise<readonly ClientRegister[]> {
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
    // It may have left the scope before: what is set aside must be seen all the same.
    const register = (await reader.register(name)) ?? newRegister(first.op, first.owner);
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
