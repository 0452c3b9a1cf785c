/** Writes the buffer in a few bulk statements, in the order that keeps lock times short: everything after the numbers. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { CompiledQuery } from 'kysely';
import type { Op, Register } from '#oplog/op.ts';
import { registerOf } from '#oplog/op.ts';
import type { StoredOp } from '#replica/ports.ts';
import type { DeviceId, EntityId } from '#shared/ids.ts';
import { appendAudit } from './audit.ts';
import { bulkWrites } from './bulk.ts';
import type { BulkTable } from './bulk.ts';
import { hasOwnRow, opRuns, opRunsTable } from './op-runs.ts';
import type { Place } from './op-runs.ts';
import { ownerInValue } from './read-held.ts';
import { registerRuns, registerRunsTable, registersOfRun, withoutMoved } from './register-runs.ts';
import type { Database, DatabaseKind, Tables } from './schema.ts';
import type { StorageContext } from './storage-tx.ts';
import { together } from './together.ts';
import type { WriteBuffer } from './write-buffer.ts';

export async function flushBuffer(db: Database, kind: DatabaseKind, context: StorageContext, buffer: WriteBuffer): Promise<void> {
  const placed = (op: Op): Place => placeOf(op, buffer);
  const [own, shared] = [buffer.ops.filter(hasOwnRow), buffer.ops.filter((stored) => !hasOwnRow(stored))];
  await together(db, kind, [
    ...bulkWrites(
      kind,
      opsTable,
      own.map((stored) => opRow(stored, placed(stored.op))),
    ),
    ...bulkWrites(kind, opRunsTable, opRuns(shared, placed)),
    ...bulkWrites(kind, parentsTable, parentRows(buffer)),
    ...bulkWrites(kind, entitiesTable, entityRows(buffer)),
    ...registerWrites(db, kind, context, buffer),
    ...rejudgedWrites(db, buffer),
    ...deviceWrites(db, kind, buffer),
    ...bulkWrites(kind, signaturesTable, signatureRows(buffer)),
    ...numberWrites(db, buffer.numbers),
  ]);
  await appendAudit(db, kind, buffer.audit, new Date(context.now()).toISOString());
}

/** What changed makes new runs and leaves the ones that it stood in. */
function registerWrites(
  db: Database,
  kind: DatabaseKind,
  { serverDevice }: StorageContext,
  buffer: WriteBuffer,
): readonly CompiledQuery[] {
  const changed = [...buffer.changedRegisters].flatMap(([entityId, names]) =>
    [...names].flatMap((name) => buffer.registers.get(entityId)?.get(name) ?? []),
  );
  const made = registerRuns(
    changed.map((entry) => ({ ...entry, pulled: entry.pulled || !isServers(entry.register, serverDevice) })),
  );
  const isMoved = (entityId: EntityId, register: string): boolean =>
    buffer.changedRegisters.get(entityId)?.has(register) === true;
  const emptied: number[] = [];
  const rewritten = buffer.runs.flatMap((run) => {
    if (!registersOfRun(run).some(({ register }) => isMoved(register.entityId, register.register))) return [];
    const left = withoutMoved(run, isMoved);
    if (left === null) emptied.push(run.last_gsn);
    return left ?? [];
  });
  const gone = emptied.length === 0 ? [] : [db.deleteFrom('register_runs').where('last_gsn', 'in', emptied).compile()];
  return [...gone, ...bulkWrites(kind, registerRunsTable, [...rewritten, ...made])];
}

/** An enterprise's that nobody but the server wrote. */
function isServers({ entity, heads }: Register, serverDevice: DeviceId): boolean {
  return entity === 'enterprise' && heads.every(({ device }) => device === serverDevice);
}

function numberWrites(db: Database, { first, last }: WriteBuffer['numbers']): readonly CompiledQuery[] {
  if (first === null || last === null) return [];
  return [commitMark(db, first, last), db.updateTable('sync_head').set({ gsn: last }).where('id', '=', 1).compile()];
}

/** Remembers which transaction took which numbers: the mark is what `changeHash` answers with, for ever. */
export function commitMark(db: Database, firstGsn: number, lastGsn: number): CompiledQuery {
  const mark = randomBytes(16).toString('hex');
  return db.insertInto('commits').values({ first_gsn: firstGsn, last_gsn: lastGsn, mark }).compile();
}

function deviceWrites(db: Database, kind: DatabaseKind, buffer: WriteBuffer): readonly CompiledQuery[] {
  const rows = [...buffer.changedDevices].flatMap((id) => buffer.devices.get(id) ?? []);
  if (kind === 'sqlite') {
    return rows.map(({ device, last, lastHash }) =>
      db.updateTable('devices').set({ last, last_hash: lastHash }).where('id', '=', device).compile(),
    );
  }
  if (rows.length === 0) return [];
  const [ids, lasts, hashes] = [
    rows.map(({ device }) => device),
    rows.map(({ last }) => last),
    rows.map(({ lastHash }) => lastHash),
  ];
  return [
    sql`update devices set last = e.last, last_hash = e.hash
    from unnest(${ids}::text[], ${lasts}::bigint[], ${hashes}::text[]) as e(id, last, hash) where devices.id = e.id`.compile(db),
  ];
}

/** Of two pushes of one group that end at the same op the first counts. */
function signatureRows({ signatures }: WriteBuffer): readonly Tables['push_signatures'][] {
  const rows = signatures.map(({ device, firstSeq, lastSeq, hash, signature, receivedAt }) => ({
    device,
    first_seq: firstSeq,
    last_seq: lastSeq,
    hash,
    signature,
    received_at: receivedAt,
  }));
  return rows.filter(
    (row, at) => rows.findIndex((other) => other.device === row.device && other.last_seq === row.last_seq) === at,
  );
}

function rejudgedWrites(db: Database, buffer: WriteBuffer): readonly CompiledQuery[] {
  return buffer.rejudged.flatMap(({ stored, gsn }) => {
    const { op, receipt, waitsFor } = stored;
    const judged = db
      .updateTable('ops')
      .set({ state: receipt.state, problem: receipt.problem, gsn: receipt.gsn, waits_for: waitsFor, receipt_gsn: gsn })
      .where('device', '=', op.device)
      .where('seq', '=', op.seq)
      .compile();
    if (receipt.state !== 'stored') return [judged];
    const parents = op.parents.map((parent) =>
      db
        .insertInto('op_parents')
        .values({ parent, child: op.hash })
        .onConflict((conflict) => conflict.columns(['parent', 'child']).doNothing())
        .compile(),
    );
    return [judged, ...parents];
  });
}

function parentRows({ ops }: WriteBuffer): readonly Tables['op_parents'][] {
  return ops
    .filter(({ receipt }) => receipt.state === 'stored')
    .flatMap(({ op }) => op.parents.map((parent) => ({ parent, child: op.hash })));
}

function entityRows({ changedEntities, entities }: WriteBuffer): readonly Tables['entities'][] {
  return [...changedEntities].flatMap((id) => {
    const row = entities.get(id);
    if (row == null) return [];
    const { entity, entityId, owner, region, firm, createdBy, state } = row;
    return [{ entity_id: entityId, entity, owner, region, firm, created_by: createdBy, state }];
  });
}

function placeOf(op: Op, { entities }: WriteBuffer): Place {
  const entity = entities.get(op.entityId) ?? null;
  const owner = entity?.owner ?? ownerInValue(op);
  return { owner, region: entity?.region ?? (owner === null ? null : (entities.get(owner)?.region ?? null)) };
}

function opRow({ op, receipt, waitsFor }: StoredOp, place: Place): Tables['ops'] {
  return {
    hash: op.hash,
    device: op.device,
    seq: op.seq,
    step: op.step,
    gsn: receipt.gsn,
    state: receipt.state,
    problem: receipt.problem,
    waits_for: waitsFor,
    receipt_gsn: null,
    was: op.was,
    kind: op.kind,
    entity: op.entity,
    entity_id: op.entityId,
    ...place,
    register: registerOf(op),
    author: op.author,
    wall_time: op.wallTime,
    received_at: receipt.serverTime,
    body: JSON.stringify(op),
  };
}

const opsTable: BulkTable<'ops'> = {
  table: 'ops',
  key: ['device', 'seq'],
  existing: 'fail',
  columns: {
    hash: 'text',
    device: 'text',
    seq: 'bigint',
    step: 'text',
    gsn: 'bigint',
    state: 'text',
    problem: 'text',
    waits_for: 'text',
    receipt_gsn: 'bigint',
    was: 'text',
    kind: 'text',
    entity: 'text',
    entity_id: 'text',
    owner: 'text',
    region: 'text',
    register: 'text',
    author: 'text',
    wall_time: 'text',
    received_at: 'text',
    body: 'text',
  },
};
const parentsTable: BulkTable<'op_parents'> = {
  table: 'op_parents',
  key: ['parent', 'child'],
  existing: 'keep',
  columns: { parent: 'text', child: 'text' },
};
const signaturesTable: BulkTable<'push_signatures'> = {
  table: 'push_signatures',
  key: ['device', 'last_seq'],
  existing: 'keep',
  columns: { device: 'text', first_seq: 'bigint', last_seq: 'bigint', hash: 'text', signature: 'text', received_at: 'text' },
};
const entitiesTable: BulkTable<'entities'> = {
  table: 'entities',
  key: ['entity_id'],
  existing: 'replace',
  columns: { entity_id: 'text', entity: 'text', owner: 'text', region: 'text', firm: 'text', created_by: 'text', state: 'text' },
};
