/** A phone of the simulation: the real client core over memory storage. */
import type { OpDraft } from '#oplog/op.ts';
import type { PullReply, PushReply } from '#protocol/sync-wire.ts';
import type { ClientPlan } from '#replica/client-state.ts';
import { applyPullPage } from '#replica/plan-pull.ts';
import { applyPushReply, planPush } from '#replica/plan-push.ts';
import type { Batch } from '#replica/plan-push.ts';
import { planFreshDevice, planReissue } from '#replica/plan-reissue.ts';
import { planStep } from '#replica/plan-step.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { Clock } from '#replica/ports.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import type { Op } from '#oplog/op.ts';
import { emptyClient, memoryClient } from './memory-client.ts';
import type { MemoryClient } from './memory-client.ts';
import type { Seeded } from './seeded.ts';

export type PhoneNote = { readonly kind: 'fork' | 'restored' | 'stale' | 'cloned' };

export type Phone = {
  readonly client: MemoryClient;
  readonly person: PersonId;
  skew: number;
  /** Grows when the process was killed or the storage lost: replies to an older one never arrive. */
  generation: number;
  readonly write: (drafts: readonly StepDraft[]) => Promise<readonly Op[]>;
  readonly nextBatch: (limit: number) => Promise<Batch | null>;
  readonly onPushReply: (batch: Batch, reply: PushReply) => Promise<PhoneNote | null>;
  readonly onPullReply: (page: PullReply) => Promise<PhoneNote | null>;
};

export function openPhone(person: PersonId, random: Seeded, now: () => number, newDevice: () => DeviceId): Phone {
  const client = memoryClient(emptyClient(person, newDevice()));
  const clock: Clock = { now: () => now() + phone.skew, monotonic: () => now() };
  const commit = async (plan: ClientPlan): Promise<void> => {
    if ((await client.commit(plan)) !== 'done') throw new Error('nobody else writes here');
  };
  const reissue = async (device: DeviceId): Promise<void> => commit(await planReissue(client.read, device, newDevice()));
  const phone: Phone = {
    client,
    person,
    skew: 0,
    generation: 0,
    write: async (drafts) => {
      const { plan, ops } = await planStep(client.read, { clock, random: { bytes: random.bytes } }, drafts);
      await commit(plan);
      return ops;
    },
    nextBatch: (limit) => planPush(client.read, new Set(), limit),
    onPushReply: async (batch, reply) => {
      const { plan, next } = await applyPushReply(client.read, batch, reply);
      await commit(plan);
      if (next.kind !== 'reissue') return plan.recheckEvidence ? { kind: 'restored' } : null;
      await reissue(next.device);
      return { kind: 'fork' };
    },
    onPullReply: async (page) => {
      const decision = await applyPullPage(client.read, page, clock.now());
      switch (decision.kind) {
        case 'stale':
          return { kind: 'stale' };
        case 'cloned':
          await commit(await planFreshDevice(client.read, newDevice()));
          return { kind: 'cloned' };
        case 'restored':
          await commit(decision.plan);
          return { kind: 'restored' };
        case 'applied':
          await commit(decision.plan);
          return null;
      }
    },
  };
  return phone;
}

/** The state of a phone as another one would hold it after a clone of the storage. */
export function cloneOf(phone: Phone, into: Phone): void {
  into.client.state = structuredClone(phone.client.state);
  into.skew = phone.skew;
}

export function draft(change: Partial<OpDraft> & Pick<OpDraft, 'kind' | 'entity' | 'entityId'>): OpDraft {
  return { field: null, value: null, reason: null, basis: null, definition: null, ...change };
}

export function createAssessment(entityId: EntityId, region: string): StepDraft {
  const record = {
    enterprise: '91420100MA4KXXXX0X',
    enterpriseName: '测试',
    region,
    definition: 'd',
    edition: '1',
    definitionHash: '0'.repeat(64),
  };
  return {
    draft: draft({ kind: 'create', entity: 'assessment', entityId, value: { ...record, visit: null, demo: false } }),
    owner: entityId,
  };
}

export function setField(entityId: EntityId, question: string, value: number | string): StepDraft {
  return { draft: draft({ kind: 'set', entity: 'assessment', entityId, field: `self/${question}`, value }), owner: entityId };
}

export function someId(random: Seeded): EntityId {
  return newId(random.bytes);
}
