/**
 * The server half of push. One batch of one device in one transaction:
 *
 *   known hash ────────────────────────────▶ ok again
 *   other hash at a known seq, or prev ≠ last ▶ fork, stop
 *   a hole ────────────────────────────────▶ stop (reply.last says where)
 *   not allowed ───────────────────────────▶ quarantined: the whole step advances the chain, not the heads
 *   else ──────────────────────────────────▶ stored: folded, projected, numbered last
 */
import { hashOp } from '#oplog/hash-op.ts';
import type { HashText } from '#oplog/hash-op.ts';
import { opSchemaVersion } from '#oplog/op.ts';
import type { Op } from '#oplog/op.ts';
import { releaseOf } from '#oplog/release.ts';
import { protocolVersion, pushLimit } from '#protocol/sync-wire.ts';
import type { PushReply, PushRequest, Receipt } from '#protocol/sync-wire.ts';
import type { OpHash, PersonId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { openFolding } from './folding.ts';
import type { Folding, Refusal } from './folding.ts';
import type { DeviceRow, PushPorts, ServerTx, StoredOp } from './ports.ts';

/**
 * Takes ops in. `signedIn` may relay another person's device; the ops are judged by their author. Refused: nothing was stored.
 * The reply may be sent only after the transaction has committed, which is when the promise resolves.
 */
export async function acceptPush(ports: PushPorts, signedIn: PersonId, request: PushRequest): Promise<Outcome<PushReply>> {
  const malformed = checkRequest(request, ports.sha256);
  if (malformed !== null) return refused(malformed);
  return ports.storage.transaction(async (tx) => {
    const device = await tx.device(request.device);
    if (device === null) return refused(problem('sync.unknown-device', { device: request.device }));
    // Checked while the ops are judged, which leaves nothing behind.
    const signed = Promise.resolve(ports.verify(device.publicKey, request.deviceSignature, request.ops.at(-1)?.hash ?? ''));
    const sorted = await sortOut(tx, device, request.ops);
    const folding = openFolding(tx, ports, signedIn);
    const quarantined = await judgeSteps(tx, folding, device, sorted.fresh, ports.mayRelease(device.owner));
    if (!(await signed)) return refused(problem('sync.bad-signature'));
    if (device.lost && !ports.rescued) return refused(problem('device.revoked', { device: device.device }));
    const stop = (await ports.onlyIf?.(tx)) ?? null;
    if (stop !== null) return refused(stop);
    const released = await judgeReleased(
      tx,
      folding,
      sorted.fresh.filter(({ hash }) => !quarantined.has(hash)),
    );
    const rejudged = [...released, ...(await judgeWaiting(tx, folding, device, sorted.fresh, quarantined))];
    const serverTime = new Date(ports.now()).toISOString();
    const stored = await write(tx, { folding, quarantined, rejudged, fresh: sorted.fresh, serverTime });
    const last = device.last + sorted.fresh.length;
    if (sorted.fresh.length > 0) await tx.saveDevice({ device: device.device, last, lastHash: sorted.lastHash });
    await keepSignature(tx, request, sorted, serverTime);
    if (sorted.fork) await tx.audit({ kind: 'sync.fork', person: signedIn, subject: device.device, detail: `last ${last}` });
    await ports.project(tx, folding.touched());
    return ok({
      proto: protocolVersion,
      epoch: await tx.epoch(),
      last,
      ok: [...sorted.known.map(({ hash }) => hash), ...sorted.fresh.map(({ hash }) => hash)],
      fork: sorted.fork,
      receipts: [...sorted.known, ...stored.map(({ receipt }) => receipt)],
      beacon: ports.beacon(),
    });
  });
}

function checkRequest(request: PushRequest, sha256: HashText): Problem | null {
  if (request.proto !== protocolVersion)
    return problem('sync.protocol-version', { ours: protocolVersion, theirs: request.proto });
  if (request.ops.length > pushLimit) return problem('sync.batch-too-large', { limit: pushLimit, ops: request.ops.length });
  let before = 0;
  for (const op of request.ops) {
    if (op.device !== request.device || op.seq <= before) return problem('input.malformed', { seq: op.seq });
    if (hashOp(op, sha256) !== op.hash) return problem('sync.bad-hash', { seq: op.seq });
    before = op.seq;
  }
  return before === 0 ? problem('input.malformed', { ops: 0 }) : null;
}

type Sorted = {
  readonly known: readonly Receipt[];
  readonly fresh: readonly Op[];
  readonly fork: boolean;
  readonly lastHash: OpHash | null;
};

async function sortOut(tx: ServerTx, device: DeviceRow, ops: readonly Op[]): Promise<Sorted> {
  const known: Receipt[] = [];
  const fresh: Op[] = [];
  let { last, lastHash } = device;
  const first = ops[0]?.seq ?? 1;
  const held = first > last ? null : await tx.receiptsBetween(device.device, first, Math.min(last, ops.at(-1)?.seq ?? last));
  for (const op of ops) {
    if (op.seq <= last) {
      const receipt = fresh.length === 0 ? held?.get(op.seq) : undefined;
      if (receipt?.hash !== op.hash) return { known, fresh, fork: true, lastHash };
      known.push(receipt);
      continue;
    }
    if (op.seq !== last + 1) break;
    if (op.prev !== lastHash) return { known, fresh, fork: true, lastHash };
    fresh.push(op);
    last = op.seq;
    lastHash = op.hash;
  }
  return { known, fresh, fork: false, lastHash };
}

/** It is over the last op of the push: where that was not taken, nothing here could be held against it. Empty: somebody else answered for it. */
async function keepSignature(tx: ServerTx, request: PushRequest, sorted: Sorted, receivedAt: string): Promise<void> {
  const [first, last] = [request.ops[0], request.ops.at(-1)];
  if (first === undefined || last === undefined || request.deviceSignature === '') return;
  const newest = sorted.fresh.at(-1) ?? sorted.known.at(-1);
  if (newest?.hash !== last.hash) return;
  const { device, deviceSignature: signature } = request;
  await tx.saveSignature({ device, firstSeq: first.seq, lastSeq: last.seq, hash: last.hash, signature, receivedAt });
}

type Quarantine = Map<OpHash, Refusal>;

/** Judges and folds the batch step by step; a step with one refused op is refused whole. */
async function judgeSteps(
  tx: ServerTx,
  folding: Folding,
  device: DeviceRow,
  ops: readonly Op[],
  mayRelease: boolean,
): Promise<Quarantine> {
  const quarantined: Quarantine = new Map();
  if (ops.length === 0) return quarantined;
  await folding.foresee(ops);
  const names = new Set(ops.map(({ step }) => step));
  const before = await tx.quarantinedSteps(device.device, [...names]);
  for (const step of stepsOf(ops)) {
    const verdict = judgeStep(folding, device, step, before, mayRelease);
    if (verdict === null) continue;
    for (const op of step) quarantined.set(op.hash, verdict);
  }
  return quarantined;
}

function judgeStep(
  folding: Folding,
  device: DeviceRow,
  step: readonly Op[],
  quarantined: ReadonlySet<string>,
  mayRelease: boolean,
) {
  const [first] = step;
  if (first === undefined) return null;
  const foreign = foreignOf(step, device);
  if (foreign !== null) return foreign;
  if (quarantined.has(first.step)) return { problem: problem('sync.quarantined'), waitsFor: null };
  if (step.some((op) => releaseOf(op) !== null)) {
    return mayRelease && step.length === 1
      ? null
      : { problem: problem('access.denied', { field: first.field ?? '' }), waitsFor: null };
  }
  return folding.fold(step);
}

/** Why ops cannot be this device's own, or cannot be understood here, whoever would let them pass. */
function foreignOf(step: readonly Op[], { owner }: Pick<DeviceRow, 'owner'>): Refusal | null {
  const foreign = step.find((op) => op.author !== owner || op.schema > opSchemaVersion);
  return foreign === undefined
    ? null
    : { problem: problem('access.denied', { field: foreign.field ?? foreign.kind }), waitsFor: null };
}

/** Steps that were set aside and that an op of this push lets count, each judged again without asking what its author may. */
async function judgeReleased(tx: ServerTx, folding: Folding, accepted: readonly Op[]): Promise<readonly StoredOp[]> {
  const rejudged: StoredOp[] = [];
  for (const op of accepted) {
    const release = releaseOf(op);
    const device = release === null ? null : await tx.device(release.device);
    if (release === null || device === null) continue;
    const step = await tx.quarantinedStep(release);
    if (step.length === 0) continue;
    await folding.foresee(step);
    const verdict = foreignOf(step, device) ?? folding.fold(step, true);
    rejudged.push(...judgedAgain(step, verdict));
    if (verdict !== null) continue;
    await tx.audit({
      kind: 'sync.released',
      person: op.author,
      subject: `${release.device} ${release.step}`,
      detail: op.reason ?? '',
    });
  }
  return rejudged;
}

function judgedAgain(step: readonly Op[], verdict: Refusal | null): readonly StoredOp[] {
  return step.map((op) => {
    const receipt: Receipt = { hash: op.hash, gsn: null, serverTime: '', state: 'stored', problem: null };
    if (verdict === null) return { op, receipt, waitsFor: null };
    return { op, receipt: { ...receipt, state: 'quarantined', problem: verdict.problem.code }, waitsFor: verdict.waitsFor };
  });
}

/**
 * Ops that had come before the entity they write to: now that it is here, they are judged again, step by step. Those of this very push
 * leave `quarantined`; stored ones are returned.
 */
async function judgeWaiting(
  tx: ServerTx,
  folding: Folding,
  device: DeviceRow,
  fresh: readonly Op[],
  quarantined: Quarantine,
): Promise<readonly StoredOp[]> {
  const rejudged: StoredOp[] = [];
  for (let entityId = folding.nextCreated(); entityId !== null; entityId = folding.nextCreated()) {
    for (const step of stepsOf(fresh.filter(({ hash }) => quarantined.get(hash)?.waitsFor === entityId))) {
      const verdict = folding.fold(step);
      for (const { hash } of step) {
        if (verdict === null) quarantined.delete(hash);
        else quarantined.set(hash, verdict);
      }
    }
    const waiting = await tx.waitingFor(entityId);
    if (waiting.length > 0) await folding.foresee(waiting);
    for (const step of stepsOf(waiting)) {
      const verdict = folding.fold(step);
      rejudged.push(...judgedAgain(step, verdict));
      if (verdict === null)
        await tx.audit({ kind: 'sync.released', person: device.owner, subject: entityId, detail: step[0]?.step ?? '' });
    }
  }
  return rejudged;
}

type Decided = {
  readonly folding: Folding;
  readonly quarantined: Quarantine;
  readonly rejudged: readonly StoredOp[];
  readonly fresh: readonly Op[];
  readonly serverTime: string;
};

/** Numbers what was stored, last of all, and writes it. A released op takes two numbers: its change and its receipt row. */
async function write(tx: ServerTx, decided: Decided): Promise<readonly StoredOp[]> {
  const { folding, quarantined, rejudged, fresh, serverTime } = decided;
  await folding.settleStates();
  const released = rejudged.filter(({ receipt }) => receipt.state === 'stored').length;
  const needed = fresh.length - quarantined.size + released * 2;
  let next = needed === 0 ? 0 : await tx.takeGsn(needed);
  const gsnOf = new Map<OpHash, number>();
  const stored = fresh.map((op): StoredOp => {
    const verdict = quarantined.get(op.hash);
    const { hash } = op;
    if (verdict !== undefined) {
      return {
        op,
        receipt: { hash, gsn: null, serverTime, state: 'quarantined', problem: verdict.problem.code },
        waitsFor: verdict.waitsFor,
      };
    }
    gsnOf.set(hash, next);
    return { op, receipt: { hash, gsn: next++, serverTime, state: 'stored', problem: null }, waitsFor: null };
  });
  const again = rejudged.map((entry) => {
    if (entry.receipt.state !== 'stored') return { stored: { ...entry, receipt: { ...entry.receipt, serverTime } }, gsn: null };
    gsnOf.set(entry.op.hash, next);
    const receipt = { ...entry.receipt, gsn: next++, serverTime };
    return { stored: { ...entry, receipt }, gsn: next++ };
  });
  if (stored.length > 0) await tx.saveOps(stored);
  if (again.length > 0) await tx.saveRejudged(again);
  await folding.save(gsnOf);
  for (const { op, receipt } of stored) {
    if (receipt.state === 'quarantined') {
      await tx.audit({
        kind: 'sync.quarantined',
        person: op.author,
        subject: op.entityId,
        detail: `${op.hash} ${receipt.problem ?? ''}`,
      });
    }
  }
  return stored;
}

/** Neighbouring ops of one device with one step, in order. */
function stepsOf(ops: readonly Op[]): readonly (readonly Op[])[] {
  const steps: Op[][] = [];
  for (const op of ops) {
    const open = steps.at(-1);
    const before = open?.[0];
    if (open !== undefined && before !== undefined && before.step === op.step && before.device === op.device) open.push(op);
    else steps.push([op]);
  }
  return steps;
}
