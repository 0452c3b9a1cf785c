/** A phone of the simulation: the real client core over memory storage, driven as `#sync/exchange.ts` drives it. */
import { hashOp } from '#oplog/hash-op.ts';
import { opSchemaVersion } from '#oplog/op.ts';
import type { Op } from '#oplog/op.ts';
import type { PullReply, PushReply, SnapshotReply } from '#protocol/sync-wire.ts';
import type { PullRequest } from '#replica/build-pull.ts';
import type { ClientPlan } from '#replica/client-state.ts';
import { planCarry } from '#replica/plan-carry.ts';
import type { Handed } from '#replica/plan-carry.ts';
import { applyPullPage, applySnapshot } from '#replica/plan-pull.ts';
import { applyPushReply, planPush } from '#replica/plan-push.ts';
import type { Batch } from '#replica/plan-push.ts';
import { planFreshDevice, planReissue } from '#replica/plan-reissue.ts';
import { planStep } from '#replica/plan-step.ts';
import type { PlannedStep, StepDraft } from '#replica/plan-step.ts';
import type { Clock } from '#replica/ports.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import { emptyClient, memoryClient } from './memory-client.ts';
import type { MemoryClient } from './memory-client.ts';
import type { Seeded } from './seeded.ts';

export type PhoneNote = { readonly kind: 'fork' | 'restored' | 'stale' | 'cloned' | 'stuck' | 'more' | 'done' };

/** `newer` writes ops of a schema that the server does not know; `older` speaks another protocol. */
export type App = 'current' | 'older' | 'newer';

export type Phone = {
  readonly client: MemoryClient;
  readonly person: PersonId;
  skew: number;
  app: App;
  /** Grows when the process was killed or the storage lost: replies to an older one never arrive. */
  generation: number;
  /** Resolves when the phone may say 已保存. */
  readonly write: (drafts: readonly StepDraft[]) => Promise<readonly Op[]>;
  readonly nextBatch: (limit: number, skip?: ReadonlySet<DeviceId>) => Promise<Batch | null>;
  readonly onPushReply: (batch: Batch, reply: PushReply) => Promise<PhoneNote>;
  readonly pullRequest: (limit: number) => PullRequest;
  readonly onPullReply: (page: PullReply) => Promise<PhoneNote>;
  readonly onSnapshot: (entityId: EntityId, reply: SnapshotReply) => Promise<void>;
  /** Takes in what another phone handed over; how many ops of it are new. */
  readonly onHanded: (handed: Handed) => Promise<number>;
  /** The storage was wiped: what is left begins anew under an id that was never used. */
  readonly evict: () => void;
};

export function openPhone(person: PersonId, random: Seeded, now: () => number, newDevice: () => DeviceId): Phone {
  const client = memoryClient(emptyClient(person, newDevice()));
  const clock: Clock = { now: () => now() + phone.skew, monotonic: () => now() };
  /** Decides, and decides again when another tab wrote first. */
  const commit = async <T>(decide: () => Promise<{ readonly plan: ClientPlan | null; readonly result: T }>): Promise<T> => {
    for (;;) {
      const { plan, result } = await decide();
      if (plan === null || (await client.commit(plan)) === 'done') return result;
    }
  };
  const moveTo = async (decide: (fresh: DeviceId) => Promise<ClientPlan>): Promise<void> => {
    const fresh = newDevice();
    await commit(async () => ({ plan: await decide(fresh), result: null }));
  };
  const phone: Phone = {
    client,
    person,
    skew: 0,
    app: 'current',
    generation: 0,
    write: (drafts) =>
      commit(async () => {
        const step = await planStep(client.read, { clock, random: { bytes: random.bytes } }, drafts);
        const { plan, ops } = phone.app === 'newer' ? ofNextSchema(step) : step;
        return { plan, result: ops };
      }),
    nextBatch: (limit, skip = new Set()) => planPush(client.read, skip, limit),
    onPushReply: async (batch, reply) => {
      const { plan, next } = await commit(async () => {
        const result = await applyPushReply(client.read, batch, reply);
        return { plan: result.plan, result };
      });
      if (next.kind === 'continue') return { kind: plan.recheckEvidence ? 'restored' : 'done' };
      if (next.kind === 'stuck') return { kind: 'stuck' };
      await moveTo((fresh) => planReissue(client.read, next.device, fresh));
      return { kind: 'fork' };
    },
    pullRequest: (limit) => {
      const { cursor, epoch, scopeVersion: scope, confirmed, seen } = client.state.meta;
      return { cursor, epoch, limit, scope, confirmed, seen };
    },
    onPullReply: async (page) => {
      const decision = await commit(async () => {
        const result = await applyPullPage(client.read, page, clock.now());
        const plan = result.kind === 'applied' || result.kind === 'restored' ? result.plan : null;
        return { plan, result };
      });
      if (decision.kind === 'applied') return { kind: decision.more ? 'more' : 'done' };
      if (decision.kind === 'cloned') await moveTo((fresh) => planFreshDevice(client.read, fresh));
      return { kind: decision.kind };
    },
    onSnapshot: (entityId, reply) =>
      commit(async () => ({ plan: await applySnapshot(client.read, entityId, reply, clock.now()), result: undefined })),
    onHanded: (handed) =>
      commit(async () => {
        const plan = await planCarry(client.read, handed, clock.now());
        return { plan, result: plan?.ops.length ?? 0 };
      }),
    evict: () => {
      phone.generation += 1;
      client.state = emptyClient(person, newDevice());
    },
  };
  return phone;
}

/** The state of a phone as another one holds it after a clone of the storage. */
export function cloneOf(phone: Phone, into: Phone): void {
  into.client.state = phone.client.state;
  into.skew = phone.skew;
  into.app = phone.app;
}

/** The same step as an app of the future would have written it. */
function ofNextSchema({ plan, ops }: PlannedStep): PlannedStep {
  const made = new Map<string, Op>();
  let prev = ops[0]?.prev ?? null;
  for (const { hash, ...op } of ops) {
    const renamed = op.parents.map((parent) => made.get(parent)?.hash ?? parent).sort();
    const next = { ...op, schema: opSchemaVersion + 1, prev, parents: renamed };
    const again = { ...next, hash: hashOp(next) };
    made.set(hash, again);
    prev = again.hash;
  }
  const of = (hash: string): Op | undefined => made.get(hash);
  return {
    ops: [...made.values()],
    plan: {
      ...plan,
      meta: { ...plan.meta, lastHash: prev },
      ops: plan.ops.map((own) => ({ ...own, op: of(own.op.hash) ?? own.op })),
      registers: plan.registers.map((register) => ({
        ...register,
        heads: register.heads.map((head) => ({ ...head, hash: of(head.hash)?.hash ?? head.hash })),
      })),
    },
  };
}
