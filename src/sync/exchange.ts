/** Push until the outbox is empty, then pull until nothing is new: the thin driver of the replica's decisions. */
import {
  pullReplySchema,
  protocolVersion,
  pushReplySchema,
  receiptsReplySchema,
  snapshotReplySchema,
} from '#protocol/sync-wire.ts';
import type { PullReply, PushReply, Receipt } from '#protocol/sync-wire.ts';
import { applyPullPage, applySnapshot } from '#replica/plan-pull.ts';
import { applyPushReply, planPush } from '#replica/plan-push.ts';
import type { Batch } from '#replica/plan-push.ts';
import { planFreshDevice, planReissue } from '#replica/plan-reissue.ts';
import type { DeviceId, OpHash } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Problem, ProblemCode } from '#shared/problems.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';
import { writeDecision } from '#store/write-decision.ts';
import { callServer } from './call-server.ts';
import { pullPath } from './pull-path.ts';
import { registerDevice } from './register-device.ts';
import { streamPages } from './stream-pages.ts';
import type { SyncPorts } from './sync-ports.ts';

export type Exchanged = {
  /** The last page of the pull: versions and server time. */
  readonly page: PullReply;
  /** A device whose ops the server refused as a whole; the others went through. */
  readonly problem: Problem | null;
};

/** Rounds of push and pull before the rest waits for the next cycle: a restored server needs two. */
const roundLimit = 4;

export async function exchange(
  store: Store,
  ports: SyncPorts,
  onPhase: (phase: 'pushing' | 'pulling') => void,
): Promise<Outcome<Exchanged>> {
  let held: Problem | null = null;
  for (let round = 0; round < roundLimit; round += 1) {
    onPhase('pushing');
    const pushed = await pushAll(store, ports);
    if (pushed.kind === 'refused') return pushed;
    held = pushed.value;
    onPhase('pulling');
    const pulled = await pullAll(store, ports);
    if (pulled.kind === 'refused') return pulled;
    if (pulled.value === 'push-again') continue;
    const grown = await fetchGrown(store, ports);
    if (grown.kind === 'refused') return grown;
    return ok({ page: pulled.value, problem: held });
  }
  return refused(held ?? problem('server.failed', { reason: 'unsettled' }));
}

/** Returns what kept one device back while the others went on. */
export async function pushAll(store: Store, ports: SyncPorts): Promise<Outcome<Problem | null>> {
  const skip = new Set<DeviceId>();
  const enrolled = new Set<DeviceId>();
  let held: Problem | null = null;
  for (;;) {
    const batch = await withHandle(store.db, () => planPush(store.reader, skip));
    if (batch === null) return ok(held);
    const reply = await pushBatch(store, ports, batch);
    if (reply.kind === 'refused') {
      if (!isOfThisDevice(reply.problem.code)) return reply;
      const isOwn = batch.signature === null;
      if (isOwn && reply.problem.code === 'sync.bad-signature' && (await store.keys.describe(batch.device)) === null) {
        const moved = await moveFromLostKey(store, ports, batch);
        if (moved.kind === 'refused') return moved;
        continue;
      }
      const mayEnrol = isOwn && reply.problem.code === 'sync.unknown-device' && !enrolled.has(batch.device);
      enrolled.add(batch.device);
      if (mayEnrol && (await enrolAgain(store, ports, batch.device))) continue;
      // Why another's work is not taken is told to that person, not here.
      if (isOwn) held = reply.problem;
      skip.add(batch.device);
      continue;
    }
    const next = await writeDecision(store, async () => {
      const { plan, next } = await applyPushReply(store.reader, batch, reply.value);
      return { plan, result: next };
    });
    if (next.kind === 'refused') return next;
    if (next.value.kind === 'stuck') skip.add(batch.device);
    if (next.value.kind !== 'reissue') continue;
    const moved = await reissue(store, next.value.device);
    if (moved.kind === 'refused') return moved;
  }
}

async function reissue(store: Store, device: DeviceId): Promise<Outcome<null>> {
  const fresh = await store.keys.make(device);
  return writeDecision(store, async () => ({ plan: await planReissue(store.reader, device, fresh), result: null }));
}

/**
 * The key went with a lost vault, and the ops came back from a second copy: nobody can offer them under the old device any more. What
 * the server took before the loss it says by hash; only the rest is re-issued, so nothing is there twice.
 */
async function moveFromLostKey(store: Store, ports: SyncPorts, batch: Batch): Promise<Outcome<null>> {
  const { device, ops } = batch;
  const body = { device, seqs: ops.map(({ seq }) => seq) };
  const call = { method: 'POST', path: '/api/sync/receipts', body } as const;
  const reply = await callServer(ports.fetch, call, receiptsReplySchema);
  if (reply.kind === 'refused') return reply;
  const mine = new Set<string>(ops.map(({ hash }) => hash));
  const receipts = (reply.value.receipts as Receipt[]).filter(({ hash }) => mine.has(hash));
  const asPushed: PushReply = { ...reply.value, ok: receipts.map(({ hash }) => hash), fork: false, receipts };
  const noted = await writeDecision(store, async () => {
    const { plan } = await applyPushReply(store.reader, batch, asPushed);
    return { plan, result: null };
  });
  return noted.kind === 'refused' || receipts.length > 0 ? noted : reissue(store, device);
}

async function pushBatch(store: Store, ports: SyncPorts, batch: Batch): Promise<Outcome<PushReply>> {
  const { device, epoch, ops } = batch;
  const signature = batch.signature === null ? await store.keys.sign(device, ops.at(-1)?.hash ?? '') : ok(batch.signature);
  if (signature.kind === 'refused') return refused(problem('sync.bad-signature', { device }));
  const body = { proto: protocolVersion, epoch, device, deviceSignature: signature.value, ops };
  const reply = await callServer(ports.fetch, { method: 'POST', path: '/api/sync/push', body }, pushReplySchema);
  if (reply.kind === 'refused') return reply;
  // The schema checked every part; the brands of hashes are the compiler's alone.
  return ok({ ...reply.value, ok: reply.value.ok as OpHash[], receipts: reply.value.receipts as Receipt[] });
}

/** Problems that concern one device's batch: nobody else's work waits for it. */
function isOfThisDevice(code: ProblemCode): boolean {
  return devicesOwn.has(code);
}
const devicesOwn: ReadonlySet<ProblemCode> = new Set([
  'sync.unknown-device',
  'sync.bad-signature',
  'sync.bad-hash',
  'sync.batch-too-large',
  'input.malformed',
  'access.denied',
]);

/** A server that was restored from before the enrolment, or a fresh device that it never heard of. */
async function enrolAgain(store: Store, ports: SyncPorts, device: DeviceId): Promise<boolean> {
  const description = await store.keys.describe(device);
  return description !== null && (await registerDevice(ports.fetch, description)).kind === 'ok';
}

async function pullAll(store: Store, ports: SyncPorts): Promise<Outcome<PullReply | 'push-again'>> {
  let streams = true;
  for (;;) {
    const path = pullPath('pull', await withHandle(store.db, () => store.reader.meta()));
    const reply = await callServer(ports.fetch, { method: 'GET', path, body: null }, pullReplySchema);
    if (reply.kind === 'refused') return reply;
    let pulled = await takePage(store, ports, reply.value);
    if (pulled.kind === 'ok' && pulled.value === 'more' && streams) {
      // Far behind: the rest comes in one reply. Cut off, it goes on from the last page that was taken.
      const rest = pullPath('stream', await withHandle(store.db, () => store.reader.meta()));
      const streamed = await streamPages(ports.fetch, rest, async (page) => {
        pulled = await takePage(store, ports, page);
        return pulled.kind === 'ok' && pulled.value === 'more';
      });
      if (streamed.kind === 'refused') return streamed;
      streams = streamed.value !== 'unsupported';
    }
    if (pulled.kind === 'refused') return pulled;
    if (pulled.value !== 'more') return ok(pulled.value);
  }
}

/** The page itself when it was the last one. */
async function takePage(store: Store, ports: SyncPorts, page: PullReply): Promise<Outcome<PullReply | 'more' | 'push-again'>> {
  const decided = await writeDecision(store, async () => {
    const decision = await applyPullPage(store.reader, page, ports.clock.now());
    const plan = decision.kind === 'applied' || decision.kind === 'restored' ? decision.plan : null;
    return { plan, result: decision };
  });
  if (decided.kind === 'refused') return decided;
  const decision = decided.value;
  if (decision.kind === 'restored') return ok('push-again');
  if (decision.kind === 'cloned') {
    const fresh = await store.keys.make(decision.device);
    const changed = await writeDecision(store, async () => ({
      plan: await planFreshDevice(store.reader, fresh),
      result: null,
    }));
    return changed.kind === 'refused' ? changed : ok('push-again');
  }
  return ok(decision.kind === 'applied' && !decision.more ? page : 'more');
}

/** Entities that came into scope without changing: their rows lie behind the cursor. */
async function fetchGrown(store: Store, ports: SyncPorts): Promise<Outcome<null>> {
  const { grown } = await withHandle(store.db, () => store.reader.meta());
  for (const entityId of grown) {
    const path = `/api/sync/snapshot?entity=${encodeURIComponent(entityId)}`;
    const reply = await callServer(ports.fetch, { method: 'GET', path, body: null }, snapshotReplySchema);
    if (reply.kind === 'refused') return reply;
    const written = await writeDecision(store, async () => ({
      plan: await applySnapshot(store.reader, entityId, reply.value, ports.clock.now()),
      result: null,
    }));
    if (written.kind === 'refused') return written;
  }
  return ok(null);
}
