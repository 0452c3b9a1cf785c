/** A phone's storage in memory. */
import { registerOf } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import type { ClientMeta, ClientReader, ClientRegister, ClientStorage, OwnOp } from '#replica/client-state.ts';
import { isCovered } from '#replica/plan-push.ts';
import type { DeviceId, PersonId } from '#shared/ids.ts';

export type ClientState = { meta: ClientMeta; ops: Map<string, OwnOp>; registers: Map<string, ClientRegister>; rechecks: number };

export function emptyClient(person: PersonId, device: DeviceId): ClientState {
  const chain = { revision: 0, person, device, seq: 0, written: 0, lastHash: null, hlc: '' };
  const place = {
    epoch: null,
    restores: 0,
    cursor: 0,
    cursorHash: null,
    beacon: null,
    scopeVersion: null,
    grown: [],
    rebuilding: false,
  };
  return { meta: { ...chain, ...place }, ops: new Map(), registers: new Map(), rechecks: 0 };
}

export type MemoryClient = { state: ClientState } & ClientStorage;

export function memoryClient(state: ClientState): MemoryClient {
  const client: MemoryClient = {
    state,
    read: readerOn(() => client.state),
    commit: async (plan) => {
      if (client.state.meta.revision !== plan.revision) return 'stale';
      const next = structuredClone(client.state);
      next.meta = { ...plan.meta, revision: plan.revision + 1 };
      for (const own of plan.ops) next.ops.set(own.op.hash, own);
      for (const register of plan.registers) next.registers.set(registerKey(register.entityId, register.register), register);
      for (const { entityId, register } of plan.forget) next.registers.delete(registerKey(entityId, register));
      if (plan.recheckEvidence) next.rechecks += 1;
      client.state = next;
      return 'done';
    },
  };
  return client;
}

function readerOn(state: () => ClientState): ClientReader {
  const all = (): OwnOp[] => [...state().ops.values()].sort((a, b) => a.order - b.order);
  const bySeq = (a: OwnOp, b: OwnOp): number =>
    a.op.device === b.op.device ? a.op.seq - b.op.seq : a.op.device < b.op.device ? -1 : 1;
  return {
    meta: async () => state().meta,
    register: async ({ entityId, register }) => state().registers.get(registerKey(entityId, register)) ?? null,
    registersOf: async (id) => [...state().registers.values()].filter(({ entityId, owner }) => entityId === id || owner === id),
    uncovered: async ({ entityId, register }, baseEra, baseGsn) =>
      all().filter(
        (own) =>
          own.state !== 'replaced' &&
          own.op.entityId === entityId &&
          registerOf(own.op) === register &&
          !isCovered(own, { baseEra, baseGsn }),
      ),
    ownOps: async (hashes) => hashes.flatMap((hash) => state().ops.get(hash) ?? []),
    offering: async () => [
      ...new Set(
        all()
          .filter(({ offered }) => offered)
          .map(({ op }) => op.device),
      ),
    ],
    offered: async (device, limit) =>
      all()
        .filter(({ offered, op }) => offered && op.device === device)
        .sort(bySeq)
        .slice(0, limit),
    allOwnOps: async () => all().sort(bySeq),
    registersOutside: async (era) => [...state().registers.values()].filter(({ baseEra }) => baseEra !== null && baseEra !== era),
  };
}
