/** A phone's storage in memory. A commit replaces the state as a whole, so that an older state can be kept by holding on to it. */
import { registerOf } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import type { ClientMeta, ClientPlan, ClientReader, ClientRegister, ClientStorage, OwnOp } from '#replica/client-state.ts';
import { isCovered } from '#replica/plan-push.ts';
import type { DeviceId, PersonId } from '#shared/ids.ts';

export type ClientState = {
  meta: ClientMeta;
  /** In the order they were written. */
  ops: Map<string, OwnOp>;
  /** Own ops whose bodies were dropped: what stays is that the hash is known, which `ownOps` answers. */
  forgotten: Set<string>;
  registers: Map<string, ClientRegister>;
  rechecks: number;
};

export function emptyClient(person: PersonId, device: DeviceId): ClientState {
  const chain = { revision: 0, person, device, seq: 0, written: 0, lastHash: null, hlc: '' };
  const place = {
    epoch: null,
    restores: 0,
    cursor: 0,
    cursorHash: null,
    beacon: null,
    confirmed: [],
    seen: null,
    scopeVersion: null,
    grown: [],
    handed: [],
    rebuilding: false,
  };
  return { meta: { ...chain, ...place }, ops: new Map(), forgotten: new Set(), registers: new Map(), rechecks: 0 };
}

export type MemoryClient = {
  state: ClientState;
  /** Runs wherever the phone waits for its storage: what is thrown here kills it there. */
  pause: (() => Promise<void>) | null;
} & ClientStorage;

export function memoryClient(state: ClientState): MemoryClient {
  const client: MemoryClient = {
    state,
    pause: null,
    read: readerOn(() => client),
    commit: async (plan) => {
      await client.pause?.();
      if (client.state.meta.revision !== plan.revision) return 'stale';
      client.state = after(client.state, plan);
      await client.pause?.();
      return 'done';
    },
  };
  return client;
}

function after(state: ClientState, plan: ClientPlan): ClientState {
  const meta = { ...plan.meta, revision: plan.revision + 1 };
  const ops = plan.ops.length === 0 ? state.ops : new Map(state.ops);
  for (const own of plan.ops) ops.set(own.op.hash, own);
  const registers = plan.registers.length + plan.forget.length === 0 ? state.registers : new Map(state.registers);
  for (const register of plan.registers) registers.set(registerKey(register.entityId, register.register), register);
  for (const { entityId, register } of plan.forget) registers.delete(registerKey(entityId, register));
  return { ...state, meta, ops, registers, rechecks: state.rechecks + (plan.recheckEvidence ? 1 : 0) };
}

function readerOn(client: () => MemoryClient): ClientReader {
  const now = async (): Promise<ClientState> => {
    await client().pause?.();
    return client().state;
  };
  return {
    meta: async () => (await now()).meta,
    register: async ({ entityId, register }) => (await now()).registers.get(registerKey(entityId, register)) ?? null,
    registersOf: async (id) =>
      [...(await now()).registers.values()].filter(({ entityId, owner }) => entityId === id || owner === id),
    uncovered: async ({ entityId, register }, baseEra, baseGsn) =>
      held(await now()).filter(
        (own) =>
          own.op.entityId === entityId &&
          own.state !== 'replaced' &&
          registerOf(own.op) === register &&
          !isCovered(own, { baseEra, baseGsn }),
      ),
    ownOps: async (hashes) => {
      const { ops } = await now();
      return hashes.flatMap((hash) => ops.get(hash) ?? []);
    },
    offering: async () => {
      const offered = held(await now()).filter((own) => own.offered);
      return [...new Set(offered.map(({ op }) => op.device))];
    },
    offered: async (device, limit) =>
      held(await now())
        .filter(({ offered, op }) => offered && op.device === device)
        .sort(bySeq)
        .slice(0, limit),
    allOwnOps: async () => held(await now()).sort(bySeq),
    registersOutside: async (era) =>
      [...(await now()).registers.values()].filter(({ baseEra }) => baseEra !== null && baseEra !== era),
  };
}

/** Own ops whose bodies are still here. */
export function held({ ops, forgotten }: ClientState): OwnOp[] {
  const all = [...ops.values()];
  return forgotten.size === 0 ? all : all.filter(({ op }) => !forgotten.has(op.hash));
}

function bySeq(a: OwnOp, b: OwnOp): number {
  return a.op.device === b.op.device ? a.op.seq - b.op.seq : a.op.device < b.op.device ? -1 : 1;
}
