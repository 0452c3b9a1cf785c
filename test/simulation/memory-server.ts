/** The server's storage in memory: a transaction works on a copy that replaces the state when it ends. */
import type { DeviceRow, EntityRow, PullReader, ServerStorage, ServerTx, StoredOp } from '#replica/ports.ts';
import type { PullRow, Receipt } from '#protocol/sync-wire.ts';
import type { Register } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import type { EntityId } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';

export type SavedRegister = {
  readonly register: Register;
  readonly owner: EntityId | null;
  readonly region: string;
  readonly gsn: number;
};

export type ServerState = {
  epoch: string;
  gsn: number;
  devices: Map<string, DeviceRow>;
  ops: StoredOp[];
  entities: Map<EntityId, EntityRow>;
  registers: Map<string, SavedRegister>;
  receiptRows: { readonly gsn: number; readonly owner: string; readonly receipt: Receipt }[];
  changes: Map<number, string>;
  audit: string[];
};

export type MemoryServer = {
  state: ServerState;
  readonly storage: ServerStorage;
  /** Reads for a viewer whose region subtree is this prefix. */
  readonly reader: (person: string, region: string) => PullReader;
  /** Thrown at the next commit: before it nothing is kept, after it everything is and the reply is lost. */
  killAt: 'before-commit' | 'after-commit' | null;
};

export class Killed extends Error {}

export function emptyServer(epoch: string): ServerState {
  const maps = { devices: new Map(), entities: new Map(), registers: new Map(), changes: new Map() };
  return { epoch, gsn: 0, ops: [], receiptRows: [], audit: [], ...maps };
}

export function memoryServer(epoch: string): MemoryServer {
  const server: MemoryServer = {
    state: emptyServer(epoch),
    killAt: null,
    storage: {
      transaction: async (run) => {
        const copy = structuredClone(server.state);
        const result = await run(txOn(copy));
        const kill = server.killAt;
        server.killAt = null;
        if (kill === 'before-commit') throw new Killed('before commit');
        server.state = copy;
        if (kill === 'after-commit') throw new Killed('after commit');
        return result;
      },
    },
    reader: (person, region) => readerOn(server.state, person, region),
  };
  return server;
}

function txOn(state: ServerState): ServerTx {
  const live = (): StoredOp[] => state.ops.filter(({ receipt }) => receipt.state === 'stored');
  const replace = (stored: StoredOp): void => {
    state.ops = state.ops.map((entry) => (entry.op.hash === stored.op.hash ? stored : entry));
  };
  return {
    epoch: async () => state.epoch,
    device: async (id) => state.devices.get(id) ?? null,
    receiptsBetween: async (device, first, last) =>
      new Map(
        state.ops
          .filter(({ op }) => op.device === device && op.seq >= first && op.seq <= last)
          .map(({ op, receipt }) => [op.seq, receipt]),
      ),
    entity: async (id) => state.entities.get(id) ?? null,
    registers: async (id, names) => names.flatMap((name) => state.registers.get(registerKey(id, name))?.register ?? []),
    superseded: async (hashes) => hashes.filter((hash) => live().some(({ op }) => op.parents.includes(hash))),
    replaced: async (hashes) => hashes.filter((hash) => live().some(({ op }) => op.was === hash)),
    registersOwnedBy: async (owner) =>
      [...state.registers.values()].filter((saved) => saved.owner === owner).map(({ register }) => register),
    quarantinedSteps: async (device, steps) =>
      new Set(
        state.ops
          .filter(({ op, receipt }) => op.device === device && steps.includes(op.step) && receipt.state === 'quarantined')
          .map(({ op }) => op.step),
      ),
    waitingFor: async (id) => state.ops.filter(({ waitsFor }) => waitsFor === id).map(({ op }) => op),
    saveEntity: async (row) => void state.entities.set(row.entityId, row),
    saveRegister: async ({ register, owner, region }, gsn) =>
      void state.registers.set(registerKey(register.entityId, register.register), { register, owner, region, gsn }),
    saveOps: async (ops) => {
      for (const stored of ops) {
        if (state.ops.some(({ op }) => op.hash === stored.op.hash)) throw new Error('op stored twice');
        state.ops.push(stored);
        if (stored.receipt.gsn !== null) state.changes.set(stored.receipt.gsn, stored.op.hash);
      }
    },
    saveRejudged: async (entries) => {
      for (const { stored, gsn } of entries) {
        replace(stored);
        if (stored.receipt.gsn !== null) state.changes.set(stored.receipt.gsn, stored.op.hash);
        if (gsn === null) continue;
        state.changes.set(gsn, `receipt:${stored.op.hash}`);
        state.receiptRows.push({ gsn, owner: stored.op.author, receipt: stored.receipt });
      }
    },
    saveDevice: async ({ device, last, lastHash }) => {
      const row = state.devices.get(device);
      if (row !== undefined) state.devices.set(device, { ...row, last, lastHash });
    },
    audit: async ({ kind, subject, detail }) => void state.audit.push(`${kind} ${subject} ${detail}`),
    takeGsn: async (count) => {
      state.gsn += count;
      return state.gsn - count + 1;
    },
  };
}

function readerOn(state: ServerState, person: string, region: string): PullReader {
  const rows = (): PullRow[] => {
    const registers = [...state.registers.values()]
      .filter((saved) => saved.region.startsWith(region))
      .map(({ register, owner, gsn, region: place }): PullRow => {
        const { entity, entityId, register: name } = register;
        const heads = register.heads.map((head) => ({ ...head }));
        return { kind: 'register', gsn, entity, entityId, owner, region: place, register: name, heads };
      });
    const receipts = state.receiptRows
      .filter(({ owner }) => owner === person)
      .map(({ gsn, receipt }): PullRow => ({ kind: 'receipt', gsn, receipt }));
    return [...registers, ...receipts].sort((a, b) => a.gsn - b.gsn);
  };
  return {
    epoch: async () => state.epoch,
    head: async () => state.gsn,
    changeHash: async (gsn) => {
      if (!state.changes.has(gsn)) return null;
      let hash = '';
      for (let at = 1; at <= gsn; at += 1) hash = sha256Text(hash + (state.changes.get(at) ?? ''));
      return hash;
    },
    rows: async (after, upTo, limit) =>
      rows()
        .filter(({ gsn }) => gsn > after && gsn <= upTo)
        .slice(0, limit),
    rowsOf: async (id: EntityId) => rows().filter((row) => row.kind === 'register' && (row.owner === id || row.entityId === id)),
    versions: async () => ({ scope: '1', registry: '1', definitions: '1', grown: [], purge: [] }),
  };
}
