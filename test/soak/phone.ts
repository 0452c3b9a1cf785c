/**
 * A phone without a screen: the product's decisions about push and pull (`#replica`), its transport (`#sync/call-server.ts`) and real
 * keys, over storage in memory. It keeps a ledger of its own of everything that it was told.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Op } from '#oplog/op.ts';
import { protocolVersion, pullReplySchema, pushReplySchema } from '#protocol/sync-wire.ts';
import type { PushReply, Receipt } from '#protocol/sync-wire.ts';
import type { ClientPlan } from '#replica/client-state.ts';
import { applyPullPage } from '#replica/plan-pull.ts';
import { applyPushReply, planPush } from '#replica/plan-push.ts';
import { planFreshDevice, planReissue } from '#replica/plan-reissue.ts';
import { planStep } from '#replica/plan-step.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { DeviceId, OpHash, PersonId } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Problem } from '#shared/problems.ts';
import { callServer } from '#sync/call-server.ts';
import { pullPath } from '#sync/pull-path.ts';
import { registerDevice } from '#sync/register-device.ts';
import { emptyClient, memoryClient } from '../simulation/memory-client.ts';
import type { MemoryClient } from '../simulation/memory-client.ts';
import type { SignedIn } from './server.ts';

/** What the server said of an op, word for word. */
export type Acknowledged = { readonly gsn: number | null; readonly state: 'stored' | 'quarantined' };

export type SoakPhone = {
  readonly client: MemoryClient;
  /** By hash. */
  readonly acknowledged: ReadonlyMap<string, Acknowledged>;
  readonly written: readonly Op[];
  /** Times an op was told another number than before. */
  readonly changedMinds: () => number;
  /** Times it met a restored server, and times it went on under a fresh device. */
  readonly met: { restored: number; reissued: number };
  readonly write: (drafts: readonly StepDraft[]) => Promise<void>;
  /** Pushes until the outbox is empty. The problem is what stopped it. */
  readonly push: () => Promise<Problem | null>;
  /** Pulls until nothing is new. `again`: there is something to push first. */
  readonly pull: () => Promise<Problem | 'again' | null>;
  /** Pushes and pulls until both are through, however often it takes. */
  readonly settle: () => Promise<void>;
};

/** `ask` is the network: it knows where the server is and who is signed in. */
export async function soakPhone(ask: typeof fetch, person: PersonId): Promise<SoakPhone> {
  const keys = new Map<DeviceId, KeyObject>();
  const newDevice = async (successorOf: DeviceId | null): Promise<DeviceId> => {
    const device = newId<DeviceId>(randomBytes);
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    keys.set(device, privateKey);
    const jwk = JSON.stringify(publicKey.export({ format: 'jwk' }));
    await insist(() => registerDevice(ask, { device, publicKey: jwk, successorOf, recoveryEnvelope: null }));
    return device;
  };
  const client = memoryClient(emptyClient(person, await newDevice(null)));
  const acknowledged = new Map<string, Acknowledged>();
  const written: Op[] = [];
  const met = { restored: 0, reissued: 0 };
  let changedMinds = 0;

  const commit = async (decide: () => Promise<ClientPlan>): Promise<void> => {
    for (;;) if ((await client.commit(await decide())) === 'done') return;
  };
  const note = (reply: PushReply): void => {
    for (const { hash, gsn, state } of reply.receipts) {
      if (!reply.ok.includes(hash)) continue;
      const before = acknowledged.get(hash);
      if (before !== undefined && (before.gsn !== gsn || before.state !== state)) changedMinds += 1;
      acknowledged.set(hash, { gsn, state });
    }
  };
  const push = async (): Promise<Problem | null> => {
    for (;;) {
      const batch = await planPush(client.read, new Set());
      if (batch === null) return null;
      const { device, epoch, ops } = batch;
      const key = keys.get(device);
      if (key === undefined) throw new Error('a device without a key');
      const signed = sign('sha256', Buffer.from(ops.at(-1)?.hash ?? ''), { key, dsaEncoding: 'ieee-p1363' });
      const body = { proto: protocolVersion, epoch, device, deviceSignature: signed.toString('base64url'), ops };
      const outcome = await callServer(ask, { method: 'POST', path: '/api/sync/push', body }, pushReplySchema);
      if (outcome.kind === 'refused') return outcome.problem;
      // The schema checked every part; the brands of hashes are the compiler's alone.
      const reply: PushReply = {
        ...outcome.value,
        ok: outcome.value.ok as OpHash[],
        receipts: outcome.value.receipts as Receipt[],
      };
      note(reply);
      let decided = await applyPushReply(client.read, batch, reply);
      await commit(async () => (decided = await applyPushReply(client.read, batch, reply)).plan);
      if (decided.plan.recheckEvidence) met.restored += 1;
      if (decided.next.kind === 'stuck') return { code: 'server.failed', detail: { reason: 'stuck' } };
      if (decided.next.kind !== 'reissue') continue;
      met.reissued += 1;
      const from = decided.next.device;
      const fresh = await newDevice(from);
      await commit(() => planReissue(client.read, from, fresh));
    }
  };
  const pull = async (): Promise<Problem | 'again' | null> => {
    for (;;) {
      const path = pullPath('pull', await client.read.meta());
      const outcome = await callServer(ask, { method: 'GET', path, body: null }, pullReplySchema);
      if (outcome.kind === 'refused') return outcome.problem;
      const decision = await applyPullPage(client.read, outcome.value, Date.now());
      if (decision.kind === 'stale') continue;
      if (decision.kind === 'cloned') {
        met.reissued += 1;
        const fresh = await newDevice(decision.device);
        await commit(() => planFreshDevice(client.read, fresh));
        return 'again';
      }
      if ((await client.commit(decision.plan)) === 'stale') continue;
      if (decision.kind === 'restored') {
        met.restored += 1;
        return 'again';
      }
      if (!decision.more) return null;
    }
  };
  return {
    client,
    acknowledged,
    written,
    met,
    changedMinds: () => changedMinds,
    write: async (drafts) => {
      const clock = { now: Date.now, monotonic: () => performance.now() };
      for (;;) {
        const { plan, ops } = await planStep(client.read, { clock, random: { bytes: randomBytes } }, drafts);
        if ((await client.commit(plan)) !== 'done') continue;
        written.push(...ops);
        return;
      }
    },
    push,
    pull,
    settle: async () => {
      for (;;) {
        const pushed = await push();
        if (pushed === null && (await pull()) === null) return;
        await wait(50);
      }
    },
  };
}

/** `fetch` as a page behind this address would have it. */
export function networkOf(base: string, { cookie }: SignedIn): typeof fetch {
  return (path, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', cookie);
    return fetch(new URL(path instanceof Request ? path.url : path, base), { ...init, headers });
  };
}

async function insist(work: () => Promise<Outcome<unknown>>): Promise<void> {
  for (;;) {
    const outcome = await work();
    if (outcome.kind === 'ok') return;
    if (!/^(network|server|storage)\./u.test(outcome.problem.code)) throw new Error(`refused: ${outcome.problem.code}`);
    await wait(50);
  }
}
