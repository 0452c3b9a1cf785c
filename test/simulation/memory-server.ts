/**
 * The server's storage in memory. A transaction works on copies that replace the state when it commits: a state once held never
 * changes, and holding on to it is a backup.
 */
import type { AnswerScalar } from '#oplog/answers-of.ts';
import type { Op, Register } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import { isWithin, regionPrefix } from '#domain/regions.ts';
import type { PullRow, Receipt } from '#protocol/sync-wire.ts';
import type { DeviceRow, EntityRow, PullReader, ServerStorage, ServerTx, StoredOp } from '#replica/ports.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';

export type SavedRegister = {
  readonly register: Register;
  readonly owner: EntityId | null;
  readonly region: string;
  readonly gsn: number;
};

export type ServerState = {
  epoch: string;
  gsn: number;
  /** Region of each person. */
  people: Map<string, string>;
  devices: Map<string, DeviceRow>;
  ops: StoredOp[];
  parents: Set<string>;
  replaced: Set<string>;
  entities: Map<EntityId, EntityRow>;
  registers: Map<string, SavedRegister>;
  receiptRows: { readonly gsn: number; readonly owner: string; readonly receipt: Receipt }[];
  /** One a transaction that took numbers. Its mark is never used again, also after a restore. */
  commits: { readonly first: number; readonly last: number; readonly mark: number }[];
  /** A score of each assessment, made from its registers where these changed. */
  scores: Map<EntityId, string>;
  audit: string[];
};

export type MemoryServer = {
  state: ServerState;
  readonly storage: ServerStorage;
  /** The copy that the running transaction works on. */
  running: ServerState | null;
  /** Reads for a viewer whose region subtree begins with these digits. */
  readonly reader: (person: string, region: string) => PullReader;
  /** Where the process dies: at the n-th call of its storage, before its commit, or between commit and reply. */
  killAt: number | 'before-commit' | 'after-commit' | null;
};

export class Killed extends Error {}

export function emptyServer(epoch: string): ServerState {
  const maps = { people: new Map(), devices: new Map(), entities: new Map(), registers: new Map(), scores: new Map() };
  const lists = { ops: [], receiptRows: [], commits: [], audit: [] };
  return { epoch, gsn: 0, ...maps, ...lists, parents: new Set(), replaced: new Set() };
}

function copyOf(state: ServerState): ServerState {
  return {
    ...state,
    devices: new Map(state.devices),
    ops: [...state.ops],
    parents: new Set(state.parents),
    replaced: new Set(state.replaced),
    entities: new Map(state.entities),
    registers: new Map(state.registers),
    receiptRows: [...state.receiptRows],
    commits: [...state.commits],
    scores: new Map(state.scores),
    audit: [...state.audit],
  };
}

export function memoryServer(epoch: string): MemoryServer {
  let marks = 0;
  const server: MemoryServer = {
    state: emptyServer(epoch),
    running: null,
    killAt: null,
    storage: {
      transaction: async (run) => {
        const kill = server.killAt;
        server.killAt = null;
        const copy = copyOf(server.state);
        const before = copy.gsn;
        let calls = 0;
        server.running = copy;
        const result = await run(
          txOn(copy, () => {
            if (calls === kill) throw new Killed('in a transaction');
            calls += 1;
          }),
        ).finally(() => {
          server.running = null;
        });
        if (kill === 'before-commit') throw new Killed('before commit');
        if (copy.gsn > before) copy.commits.push({ first: before + 1, last: copy.gsn, mark: (marks += 1) });
        server.state = copy;
        if (kill === 'after-commit') throw new Killed('after commit');
        return result;
      },
    },
    reader: (person, region) => readerOn(server.state, person, region),
  };
  return server;
}

function txOn(state: ServerState, called: () => void): ServerTx {
  const touch = async <T>(read: () => T): Promise<T> => {
    called();
    return read();
  };
  const noteStored = ({ op, receipt }: StoredOp): void => {
    if (receipt.state !== 'stored') return;
    for (const parent of op.parents) state.parents.add(parent);
    if (op.was !== null) state.replaced.add(op.was);
  };
  return {
    epoch: () => touch(() => state.epoch),
    device: (id) => touch(() => state.devices.get(id) ?? null),
    receiptsBetween: (device, first, last) =>
      touch(
        () =>
          new Map(
            ofDevice(state, device)
              .filter(({ op }) => op.seq >= first && op.seq <= last)
              .map(({ op, receipt }) => [op.seq, receipt]),
          ),
      ),
    entity: (id) => touch(() => state.entities.get(id) ?? null),
    registers: (id, names) => touch(() => names.flatMap((name) => state.registers.get(registerKey(id, name))?.register ?? [])),
    superseded: (hashes) => touch(() => hashes.filter((hash) => state.parents.has(hash))),
    replaced: (hashes) => touch(() => hashes.filter((hash) => state.replaced.has(hash))),
    registersOwnedBy: (owner) => touch(() => ownedBy(state, owner)),
    quarantinedSteps: (device, steps) =>
      touch(
        () =>
          new Set(
            ofDevice(state, device)
              .filter(({ op, receipt }) => receipt.state === 'quarantined' && steps.includes(op.step))
              .map(({ op }) => op.step),
          ),
      ),
    quarantinedStep: ({ device, step }) =>
      touch(() =>
        state.ops
          .filter(({ op, receipt }) => op.device === device && op.step === step && receipt.state === 'quarantined')
          .map(({ op }) => op),
      ),
    waitingFor: (id) => touch(() => state.ops.filter(({ waitsFor }) => waitsFor === id).map(({ op }) => op)),
    saveEntity: (row) => touch(() => void state.entities.set(row.entityId, row)),
    saveRegister: ({ register, owner, region }, gsn) =>
      touch(() => void state.registers.set(registerKey(register.entityId, register.register), { register, owner, region, gsn })),
    saveOps: (ops) =>
      touch(() => {
        for (const stored of ops) {
          if (state.ops.some(({ op }) => op.device === stored.op.device && op.seq === stored.op.seq))
            throw new Error('op stored twice');
          state.ops.push(stored);
          noteStored(stored);
        }
      }),
    saveRejudged: (entries) =>
      touch(() => {
        for (const { stored, gsn } of entries) {
          state.ops = state.ops.map((entry) => (entry.op.hash === stored.op.hash ? stored : entry));
          noteStored(stored);
          if (gsn !== null) state.receiptRows.push({ gsn, owner: stored.op.author, receipt: stored.receipt });
        }
      }),
    saveDevice: ({ device, last, lastHash }) =>
      touch(() => {
        const row = state.devices.get(device);
        if (row !== undefined) state.devices.set(device, { ...row, last, lastHash });
      }),
    // Nothing here asks for it again.
    saveSignature: () => Promise.resolve(),
    audit: ({ kind, subject, detail }) => touch(() => void state.audit.push(`${kind} ${subject} ${detail}`)),
    takeGsn: (count) =>
      touch(() => {
        state.gsn += count;
        return state.gsn - count + 1;
      }),
  };
}

function ofDevice(state: ServerState, device: DeviceId): StoredOp[] {
  return state.ops.filter(({ op }) => op.device === device);
}

export function ownedBy(state: ServerState, owner: EntityId): Register[] {
  return [...state.registers.values()].flatMap((saved) => (saved.owner === owner ? [saved.register] : []));
}

/** Stands for the score of an assessment: what its clean answers add up to. */
export function scoreOf(values: Readonly<Record<string, AnswerScalar>>): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}

export function findOp(state: ServerState, hash: string): Op | null {
  return state.ops.find(({ op }) => op.hash === hash)?.op ?? null;
}

function readerOn(state: ServerState, person: string, prefix: string): PullReader {
  const rows = (): PullRow[] => {
    const registers = [...state.registers.values()]
      .filter((saved) => saved.region.startsWith(prefix))
      .map(({ register, owner, gsn, region }): PullRow => {
        const { entity, entityId, register: name, heads } = register;
        return { kind: 'register', gsn, entity, entityId, owner, region, register: name, heads: [...heads] as never };
      });
    const receipts = state.receiptRows
      .filter(({ owner }) => owner === person)
      .map(({ gsn, receipt }): PullRow => ({ kind: 'receipt', gsn, receipt }));
    return [...registers, ...receipts].sort((a, b) => a.gsn - b.gsn);
  };
  const roots = (inside: string, outside: string, upTo: number): EntityId[] =>
    [...state.entities.values()]
      .filter(({ entityId, owner, region }) => isRoot(entityId, owner) && isWithin(region, inside) && !isWithin(region, outside))
      .filter(({ entityId }) =>
        state.ops.some(({ op, receipt }) => op.entityId === entityId && (receipt.gsn ?? Infinity) <= upTo),
      )
      .map(({ entityId }) => entityId);
  return {
    epoch: async () => state.epoch,
    head: async () => state.gsn,
    changeHash: async (gsn) => {
      const commit = state.commits.find(({ first, last }) => first <= gsn && gsn <= last);
      return commit === undefined ? null : `${commit.mark}:${gsn}`;
    },
    rows: async (after, upTo, limit) =>
      rows()
        .filter(({ gsn }) => gsn > after && gsn <= upTo)
        .slice(0, limit),
    rowsOf: async (id: EntityId) => rows().filter((row) => row.kind === 'register' && (row.owner === id || row.entityId === id)),
    names: async (people) => people.map((person) => ({ person, name: person })),
    versions: async () => ({ registry: '1', definitions: '1' }),
    scope: async (since) => {
      const region = state.people.get(person) ?? prefix;
      const [before = region, at = '0'] = since?.split('@') ?? [];
      const grown = before === region ? [] : roots(region, before, Infinity);
      const purge = before === region ? [] : roots(before, region, Number(at));
      return { version: `${region}@${state.gsn}`, grown, purge };
    },
    holds: async ({ device, seq, hash, gsn }) => {
      const stored = ofDevice(state, device).find(({ op }) => op.hash === hash && op.seq === seq);
      if (stored === undefined || gsn !== null) return stored?.receipt.gsn === gsn;
      return stored.receipt.state === 'quarantined' || state.receiptRows.some(({ receipt }) => receipt.hash === hash);
    },
  };
}

function isRoot(entityId: EntityId, owner: EntityId | null): boolean {
  return owner === null || owner === entityId;
}

export function prefixOf(state: ServerState, person: PersonId): string {
  return regionPrefix(state.people.get(person) ?? '42');
}
