/** The server's storage of ops and registers over Kysely: what `#replica` writes through. */

import { sql } from 'kysely';
import type { Op } from '#oplog/op.ts';
import type { ServerTx, StoredOp } from '#replica/ports.ts';
import { rightsIn } from '../auth/rights.ts';
import { flushBuffer } from './flush-buffer.ts';
import type { OpenDatabase } from './open-database.ts';
import { receiptsBetween } from './op-runs.ts';
import {
  aboutDevices,
  aboutEntities,
  aboutEpoch,
  aboutNamed,
  aboutRights,
  aboutSteps,
  aboutWaiting,
  ask,
  entitiesOf,
  stepKey,
} from './read-held.ts';
import type { Database, DatabaseKind } from './schema.ts';
import type { StorageContext, StorageTx } from './storage-tx.ts';
import { emptyBuffer, hold } from './write-buffer.ts';
import type { WriteBuffer } from './write-buffer.ts';

/** One transaction for pushes of these ops: reads and locks what they touch, runs, then writes what they decided. */
export async function groupTransaction<T>(
  { db, kind }: OpenDatabase,
  context: StorageContext,
  expected: readonly Op[],
  run: (tx: StorageTx) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const buffer = emptyBuffer();
    const tx: StorageTx = { db: trx, kind, buffer, ...reads(trx, kind, buffer), ...writes(trx, kind, buffer) };
    await foresee(trx, kind, buffer, expected);
    const result = await run(tx);
    await context.project(tx, [...buffer.touched]);
    await flushBuffer(trx, kind, context, buffer);
    return result;
  });
}

async function foresee(db: Database, kind: DatabaseKind, buffer: WriteBuffer, ops: readonly Op[]): Promise<void> {
  const named = ops.flatMap((op) => (op.was === null ? [op.hash] : [op.hash, op.was]));
  const created = ops.flatMap((op) => (op.kind === 'create' ? [op.entityId] : []));
  const devices = ops.map(({ device }) => device);
  const authors = ops.map(({ author }) => author);
  await ask(db, kind, [
    ...aboutDevices(db, kind, buffer, devices),
    ...aboutEntities(db, kind, buffer, ops.flatMap(entitiesOf)),
    ...aboutNamed(db, kind, buffer, named),
    ...aboutSteps(db, kind, buffer, ops),
    ...aboutWaiting(db, kind, buffer, created),
    ...aboutRights(db, kind, buffer, authors),
    ...aboutEpoch(db, buffer),
  ]);
}

type Writes = Pick<
  ServerTx,
  'saveEntity' | 'saveRegister' | 'saveOps' | 'saveRejudged' | 'saveDevice' | 'saveSignature' | 'audit' | 'takeGsn'
>;
type Reads = Omit<ServerTx, keyof Writes> & Pick<StorageTx, 'rights'>;

/** From the buffer where it knows, else from the database. */
function reads(db: Database, kind: DatabaseKind, buffer: WriteBuffer): Reads {
  return {
    epoch: async () => {
      await ask(db, kind, aboutEpoch(db, buffer));
      return buffer.epoch ?? '';
    },
    device: async (id) => {
      await ask(db, kind, aboutDevices(db, kind, buffer, [id]));
      return buffer.devices.get(id) ?? null;
    },
    receiptsBetween: async (device, first, last) => {
      const held = await receiptsBetween(db, device, first, last);
      for (const { op, receipt } of decided(buffer)) {
        if (op.device === device && op.seq >= first && op.seq <= last) held.set(op.seq, receipt);
      }
      return held;
    },
    entity: async (id) => {
      await ask(db, kind, aboutEntities(db, kind, buffer, [id]));
      return buffer.entities.get(id) ?? null;
    },
    registers: async (entityId, names) => {
      await ask(db, kind, aboutEntities(db, kind, buffer, [entityId]));
      const held = buffer.registers.get(entityId);
      return names.flatMap((name) => held?.get(name)?.register ?? []);
    },
    superseded: async (hashes) => {
      await ask(db, kind, aboutNamed(db, kind, buffer, hashes));
      return hashes.filter((hash) => buffer.superseded.has(hash));
    },
    replaced: async (hashes) => {
      await ask(db, kind, aboutNamed(db, kind, buffer, hashes));
      return hashes.filter((hash) => buffer.replaced.has(hash));
    },
    registersOwnedBy: async (owner) => {
      await ask(db, kind, aboutEntities(db, kind, buffer, [owner]));
      return [...(buffer.parts.get(owner) ?? [])].flatMap((id) =>
        [...(buffer.registers.get(id)?.values() ?? [])].map(({ register }) => register),
      );
    },
    quarantinedSteps: async (device, steps) => {
      const names = steps.map((step) => ({ device, step }));
      await ask(db, kind, aboutSteps(db, kind, buffer, names));
      return new Set(steps.filter((step) => buffer.quarantinedSteps.has(stepKey({ device, step }))));
    },
    quarantinedStep: async ({ device, step }) => {
      const rows = await db
        .selectFrom('ops')
        .select('body')
        .where('device', '=', device)
        .where('step', '=', step)
        .where('state', '=', sql.lit('quarantined'))
        .orderBy('seq')
        .execute();
      const here = new Map(decided(buffer).map((entry) => [entry.op.hash, entry]));
      return rows.map(({ body }) => JSON.parse(body) as Op).filter(({ hash }) => here.get(hash)?.receipt.state !== 'stored');
    },
    rights: async (person) => {
      await ask(db, kind, aboutRights(db, kind, buffer, [person]));
      return buffer.rights.get(person) ?? rightsIn([], person);
    },
    waitingFor: async (entityId) => {
      await ask(db, kind, aboutWaiting(db, kind, buffer, [entityId]));
      const stored = buffer.waiting.get(entityId) ?? [];
      if (stored.length === 0 && !buffer.quarantined) return stored;
      const here = decided(buffer);
      const known = new Set(here.map(({ op }) => op.hash));
      const waiting = here.filter(({ waitsFor }) => waitsFor === entityId).map(({ op }) => op);
      return [...stored.filter(({ hash }) => !known.has(hash)), ...waiting];
    },
  };
}

/** Ops written in this transaction, as they stand; the latest word on an op comes last. */
function decided({ ops, rejudged }: WriteBuffer): readonly StoredOp[] {
  if (rejudged.length === 0) return ops;
  return [...new Map([...ops, ...rejudged.map(({ stored }) => stored)].map((entry) => [entry.op.hash, entry])).values()];
}

/** The database sees them when the transaction ends. */
function writes(db: Database, kind: DatabaseKind, buffer: WriteBuffer): Writes {
  return {
    saveEntity: (row) => {
      buffer.entities.set(row.entityId, row);
      buffer.changedEntities.add(row.entityId);
      return done;
    },
    saveRegister: (write, gsn) => {
      const { entityId, register } = write.register;
      const pulled = buffer.registers.get(entityId)?.get(register)?.pulled ?? false;
      hold(buffer, { ...write, gsn, pulled });
      const changed = buffer.changedRegisters.get(entityId) ?? new Set();
      buffer.changedRegisters.set(entityId, changed.add(register));
      return done;
    },
    saveOps: (ops) => {
      buffer.ops.push(...ops);
      noteStored(buffer, ops);
      return done;
    },
    saveRejudged: (ops) => {
      buffer.rejudged.push(...ops);
      noteStored(
        buffer,
        ops.map(({ stored }) => stored),
      );
      return done;
    },
    saveDevice: ({ device, last, lastHash }) => {
      const row = buffer.devices.get(device) ?? null;
      if (row === null) throw new Error('saveDevice: a device that was not read');
      buffer.devices.set(device, { ...row, last, lastHash });
      buffer.changedDevices.add(device);
      return done;
    },
    saveSignature: (signature) => {
      buffer.signatures.push(signature);
      return done;
    },
    audit: (event) => {
      buffer.audit.push(event);
      return done;
    },
    takeGsn: async (count) => {
      // The row stays locked until the commit, so what was read stays true.
      const before = buffer.numbers.last ?? (await lockHead(db, kind));
      buffer.numbers.first ??= before + 1;
      buffer.numbers.last = before + count;
      return before + 1;
    },
  };
}

/** What later pushes of the same transaction must know of ops that the database does not show yet. */
function noteStored(buffer: WriteBuffer, ops: readonly StoredOp[]): void {
  for (const { op, receipt } of ops) {
    if (receipt.state === 'quarantined') {
      buffer.quarantined = true;
      buffer.quarantinedSteps.add(stepKey(op));
      continue;
    }
    for (const parent of op.parents) buffer.superseded.add(parent);
    if (op.was !== null) buffer.replaced.add(op.was);
  }
}

async function lockHead(db: Database, kind: DatabaseKind): Promise<number> {
  const query = db.selectFrom('sync_head').select('gsn').where('id', '=', 1);
  return (await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirstOrThrow()).gsn;
}

const done: Promise<void> = Promise.resolve();
