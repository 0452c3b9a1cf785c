/** The server's storage of ops and registers over Kysely: what `#replica` writes through. */

import { sql } from 'kysely';
import type { Op } from '#oplog/op.ts';
import type { Receipt } from '#protocol/sync-wire.ts';
import type { DeviceRow, ServerStorage, ServerTx } from '#replica/ports.ts';
import type { DeviceId, OpHash, PersonId } from '#shared/ids.ts';
import { inList } from './bulk.ts';
import { flushBuffer } from './flush-buffer.ts';
import type { OpenDatabase } from './open-database.ts';
import { askNamed, entitiesOf, holdEntities } from './read-held.ts';
import { readSetting } from './settings.ts';
import type { Database, DatabaseKind } from './schema.ts';
import { emptyBuffer } from './write-buffer.ts';
import type { StorageContext, WriteBuffer } from './write-buffer.ts';

/** A transaction with what only the server's own functions may touch. */
export type StorageTx = ServerTx & { readonly db: Database; readonly kind: DatabaseKind; readonly buffer: WriteBuffer };

export type PushStorage = ServerStorage & {
  /** The transaction that runs now; the judge reads through it, since SQLite has a single connection. */
  readonly current: () => StorageTx;
};

/**
 * Storage for one push. `expected` are its ops: what they touch is locked and read in a few statements before anything is decided.
 * On PostgreSQL a transaction that met another crosswise runs again.
 */
export function pushStorage(open: OpenDatabase, context: StorageContext, expected: readonly Op[]): PushStorage {
  let running: StorageTx | null = null;
  const once = <T>(run: (tx: StorageTx) => Promise<T>): Promise<T> =>
    open.db.transaction().execute(async (trx) => {
      const buffer = emptyBuffer();
      const tx = storageTx(trx, open.kind, buffer, new Set(expected.map(stepKey)));
      await foresee(trx, open.kind, buffer, expected);
      running = tx;
      try {
        const result = await run(tx);
        await flushBuffer(trx, open.kind, context, buffer);
        return result;
      } finally {
        running = null;
      }
    });
  return {
    transaction: async (run) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(run);
        } catch (error) {
          if (attempt === 5 || !isCrosswise(error)) throw error;
        }
      }
    },
    current: () => {
      if (running === null) throw new Error('pushStorage: no transaction is running');
      return running;
    },
  };
}

async function foresee(db: Database, kind: DatabaseKind, buffer: WriteBuffer, ops: readonly Op[]): Promise<void> {
  if (ops.length === 0) return;
  await holdEntities(db, kind, buffer, ops.flatMap(entitiesOf));
  await askNamed(
    db,
    kind,
    buffer,
    ops.flatMap((op) => (op.was === null ? [op.hash] : [op.hash, op.was])),
  );
  const steps = await db
    .selectFrom('ops')
    .select(['device', 'step'])
    .where('state', '=', sql.lit('quarantined'))
    .where(inList(kind, 'device', [...new Set(ops.map(({ device }) => device))]))
    .where(inList(kind, 'step', [...new Set(ops.map(({ step }) => step))]))
    .execute();
  buffer.quarantinedSteps = new Set(steps.map(stepKey));
}

function stepKey({ device, step }: { readonly device: string; readonly step: string }): string {
  return `${device} ${step}`;
}

function storageTx(db: Database, kind: DatabaseKind, buffer: WriteBuffer, expected: ReadonlySet<string>): StorageTx {
  return { db, kind, buffer, ...reads(db, kind, buffer, expected), ...writes(db, buffer) };
}

type Writes = Pick<ServerTx, 'saveEntity' | 'saveRegister' | 'saveOps' | 'saveRejudged' | 'saveDevice' | 'audit' | 'takeGsn'>;
type Reads = Omit<ServerTx, keyof Writes>;

/** From the buffer where it knows, else from the database. */
function reads(db: Database, kind: DatabaseKind, buffer: WriteBuffer, expected: ReadonlySet<string>): Reads {
  return {
    epoch: async () => (await readSetting(db, 'epoch')) ?? '',
    device: (id) => readDevice(db, kind, id),
    hashAt: async (device, seq) => {
      const row = await db
        .selectFrom('ops')
        .select('hash')
        .where('device', '=', device)
        .where('seq', '=', seq)
        .executeTakeFirst();
      return (row?.hash ?? null) as OpHash | null;
    },
    receipts: async (hashes) => {
      const rows = await db
        .selectFrom('ops')
        .select(['hash', 'gsn', 'received_at', 'state', 'problem'])
        .where(inList(kind, 'hash', hashes))
        .execute();
      const byHash = new Map(rows.map((row) => [row.hash, receiptOf(row)]));
      return hashes.flatMap((hash) => byHash.get(hash) ?? []);
    },
    entity: async (id) => {
      await holdEntities(db, kind, buffer, [id]);
      return buffer.entities.get(id) ?? null;
    },
    registers: async (entityId, names) => {
      await holdEntities(db, kind, buffer, [entityId]);
      const held = buffer.registers.get(entityId);
      return names.flatMap((name) => held?.get(name)?.register ?? []);
    },
    superseded: async (hashes) => {
      await askNamed(db, kind, buffer, hashes);
      return hashes.filter((hash) => buffer.superseded.has(hash));
    },
    replaced: async (hashes) => {
      await askNamed(db, kind, buffer, hashes);
      return hashes.filter((hash) => buffer.replaced.has(hash));
    },
    registersOwnedBy: async (owner) => {
      await holdEntities(db, kind, buffer, [owner]);
      return [...buffer.registers.values()].flatMap((held) =>
        [...held.values()].flatMap((entry) => (entry.owner === owner ? [entry.register] : [])),
      );
    },
    stepQuarantined: async (device, step) => {
      const pending = buffer.ops.some(
        ({ op, receipt }) => op.device === device && op.step === step && receipt.state === 'quarantined',
      );
      if (pending) return true;
      const key = stepKey({ device, step });
      const known = expected.has(key) ? buffer.quarantinedSteps : null;
      if (known !== null) return known.has(key);
      const row = await db
        .selectFrom('ops')
        .select('hash')
        .where('device', '=', device)
        .where('step', '=', step)
        .where('state', '=', sql.lit('quarantined'))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    waitingFor: async (entityId) => {
      const rows = await db
        .selectFrom('ops')
        .select('body')
        .where('waits_for', '=', entityId)
        .orderBy('received_at')
        .orderBy('device')
        .orderBy('seq')
        .execute();
      const pending = buffer.ops.filter(({ waitsFor }) => waitsFor === entityId).map(({ op }) => op);
      return [...rows.map((row) => JSON.parse(row.body) as Op), ...pending];
    },
  };
}

/** Into the buffer; the database sees it at the end, but for numbers and the device, which hold locks anyway. */
function writes(db: Database, buffer: WriteBuffer): Writes {
  return {
    saveEntity: (row) => {
      buffer.entities.set(row.entityId, row);
      buffer.changedEntities.add(row.entityId);
      return done;
    },
    saveRegister: (write, gsn) => {
      const { entityId, register } = write.register;
      const held = buffer.registers.get(entityId) ?? new Map();
      buffer.registers.set(entityId, held.set(register, { ...write, gsn, pulled: held.get(register)?.pulled ?? false }));
      const changed = buffer.changedRegisters.get(entityId) ?? new Set();
      buffer.changedRegisters.set(entityId, changed.add(register));
      return done;
    },
    saveOps: (ops) => {
      buffer.ops.push(...ops);
      return done;
    },
    saveRejudged: (ops) => {
      buffer.rejudged.push(...ops);
      return done;
    },
    saveDevice: async ({ device, last, lastHash }) => {
      await db.updateTable('devices').set({ last, last_hash: lastHash }).where('id', '=', device).execute();
    },
    audit: (event) => {
      buffer.audit.push(event);
      return done;
    },
    takeGsn: async (count) => {
      const { gsn } = await db
        .updateTable('sync_head')
        .set((eb) => ({ gsn: eb('gsn', '+', count) }))
        .where('id', '=', 1)
        .returning('gsn')
        .executeTakeFirstOrThrow();
      const first = gsn - count + 1;
      buffer.numbers.first ??= first;
      buffer.numbers.last = gsn;
      return first;
    },
  };
}

const done: Promise<void> = Promise.resolve();

async function readDevice(db: Database, kind: DatabaseKind, id: DeviceId): Promise<DeviceRow | null> {
  const query = db.selectFrom('devices').select(['id', 'person', 'public_key', 'last', 'last_hash']).where('id', '=', id);
  const row = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) return null;
  return {
    device: row.id as DeviceId,
    owner: row.person as PersonId,
    publicKey: row.public_key,
    last: row.last,
    lastHash: row.last_hash as OpHash | null,
  };
}

export function receiptOf(row: {
  hash: string;
  gsn: number | null;
  received_at: string;
  state: 'stored' | 'quarantined';
  problem: string | null;
}): Receipt {
  return { hash: row.hash as OpHash, gsn: row.gsn, serverTime: row.received_at, state: row.state, problem: row.problem };
}

/** PostgreSQL's deadlock and serialisation failures: nothing happened, the same again may succeed. */
function isCrosswise(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return code === '40P01' || code === '40001';
}
