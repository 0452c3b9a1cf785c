/** Reads of a group of pushes, many rows at a time, into its buffer. */
import { sql } from 'kysely';
import type { EntityKind, Op } from '#oplog/op.ts';
import type { DeviceRow, EntityRow } from '#replica/ports.ts';
import type { DeviceId, EntityId, OpHash, PersonId, RegionCode } from '#shared/ids.ts';
import { inList } from './bulk.ts';
import { registersOfRun } from './register-runs.ts';
import type { Database, DatabaseKind, Tables } from './schema.ts';
import { hold } from './write-buffer.ts';
import type { WriteBuffer } from './write-buffer.ts';

/**
 * Reads entities, and all registers of the assessments (or enterprises) they belong to, and locks those for the rest of the
 * transaction. SQLite has one writer anyway; on PostgreSQL two pushes to one assessment wait for each other here, in the order of
 * the lock numbers, so that they do not block crosswise.
 */
export async function holdEntities(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  ids: readonly EntityId[],
): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !buffer.entities.has(id));
  if (missing.length === 0) return;
  let found = await readEntities(db, kind, missing);
  if (kind === 'postgres') {
    const roots = [...new Set(missing.map((id) => found.get(id)?.owner ?? id))];
    await sql`select pg_advisory_xact_lock(number) from (select distinct hashtextextended(id, 0) as number from unnest(${roots}::text[]) as id order by 1) as numbers`.execute(
      db,
    );
    found = await readEntities(db, kind, missing);
  }
  for (const id of missing) buffer.entities.set(id, found.get(id) ?? null);
  const roots = [...new Set([...found.values()].map(({ owner, entityId }) => owner ?? entityId))];
  const unheld = roots.filter((root) => !buffer.heldRoots.has(root));
  if (unheld.length === 0) return;
  for (const root of unheld) buffer.heldRoots.add(root);
  const runs = await db
    .selectFrom('register_runs')
    .selectAll()
    .where(inList(kind, 'root', unheld))
    .execute();
  keep(buffer, runs);
}

/** Reads devices and locks their rows until the transaction ends, always in the same order. */
export async function holdDevices(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  ids: readonly DeviceId[],
): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !buffer.devices.has(id));
  if (missing.length === 0) return;
  const query = db
    .selectFrom('devices')
    .select(['id', 'person', 'public_key', 'last', 'last_hash', 'enrolled_at', 'revoke_mode'])
    .where(inList(kind, 'id', missing))
    .orderBy('id');
  const rows = await (kind === 'postgres' ? query.forUpdate() : query).execute();
  for (const id of missing) buffer.devices.set(id, null);
  for (const row of rows) {
    const device: DeviceRow = {
      device: row.id as DeviceId,
      owner: row.person as PersonId,
      publicKey: row.public_key,
      last: row.last,
      lastHash: row.last_hash as OpHash | null,
      enrolledAt: row.enrolled_at,
      lost: row.revoke_mode === 'lost',
    };
    buffer.devices.set(device.device, device);
  }
}

/** Learns which of these steps have a quarantined op. */
export async function askSteps(db: Database, kind: DatabaseKind, buffer: WriteBuffer, steps: readonly StepName[]): Promise<void> {
  const unasked = steps.filter((step) => !buffer.askedSteps.has(stepKey(step)));
  if (unasked.length === 0) return;
  const rows = await db
    .selectFrom('ops')
    .select(['device', 'step'])
    .where('state', '=', sql.lit('quarantined'))
    .where(inList(kind, 'device', [...new Set(unasked.map(({ device }) => device))]))
    .where(inList(kind, 'step', [...new Set(unasked.map(({ step }) => step))]))
    .execute();
  for (const step of unasked) buffer.askedSteps.add(stepKey(step));
  for (const row of rows) buffer.quarantinedSteps.add(stepKey(row));
}

type StepName = { readonly device: string; readonly step: string };

export function stepKey({ device, step }: StepName): string {
  return `${device} ${step}`;
}

/** Learns which stored ops wait for these entities, in order of arrival. */
export async function askWaiting(db: Database, kind: DatabaseKind, buffer: WriteBuffer, ids: readonly EntityId[]): Promise<void> {
  const unasked = [...new Set(ids)].filter((id) => !buffer.waiting.has(id));
  if (unasked.length === 0) return;
  const rows = await db
    .selectFrom('ops')
    .select(['waits_for', 'body'])
    .where('waits_for', 'is not', null)
    .where(inList(kind, 'waits_for', unasked))
    .orderBy('received_at')
    .orderBy('device')
    .orderBy('seq')
    .execute();
  const found = Map.groupBy(rows, ({ waits_for }) => waits_for);
  for (const id of unasked)
    buffer.waiting.set(
      id,
      (found.get(id) ?? []).map(({ body }) => JSON.parse(body) as Op),
    );
}

async function readEntities(
  db: Database,
  kind: DatabaseKind,
  ids: readonly EntityId[],
): Promise<ReadonlyMap<EntityId, EntityRow>> {
  const rows = await db
    .selectFrom('entities')
    .selectAll()
    .where(inList(kind, 'entity_id', ids))
    .execute();
  return new Map(rows.map((row) => [row.entity_id as EntityId, entityRow(row)]));
}

function keep(buffer: WriteBuffer, runs: readonly Tables['register_runs'][]): void {
  buffer.runs.push(...runs);
  for (const entry of runs.flatMap(registersOfRun)) {
    const { entityId, register } = entry.register;
    // What this transaction wrote already is newer than what the database says.
    if (buffer.changedRegisters.get(entityId)?.has(register) !== true) hold(buffer, entry);
  }
}

/** Learns which of these ops stored ones name as parents, and which they name in `was`. */
export async function askNamed(db: Database, kind: DatabaseKind, buffer: WriteBuffer, hashes: readonly OpHash[]): Promise<void> {
  const unasked = hashes.filter((hash) => !buffer.askedNamed.has(hash));
  if (unasked.length === 0) return;
  const parents = await db
    .selectFrom('op_parents')
    .select('parent')
    .where(inList(kind, 'parent', unasked))
    .execute();
  const replaced = await db
    .selectFrom('ops')
    .select('was')
    .where(inList(kind, 'was', unasked))
    .where('state', '=', 'stored')
    .execute();
  for (const hash of unasked) buffer.askedNamed.add(hash);
  for (const row of parents) buffer.superseded.add(row.parent as OpHash);
  for (const row of replaced) buffer.replaced.add(row.was as OpHash);
}

/** Entities an op concerns: its own, and the assessment that a new row, piece of evidence or link belongs to. */
export function entitiesOf(op: Op): readonly EntityId[] {
  const owner = ownerInValue(op);
  return owner === null ? [op.entityId] : [op.entityId, owner];
}

export function ownerInValue(op: Op): EntityId | null {
  if (op.kind !== 'create' || op.value === null || typeof op.value !== 'object') return null;
  const assessment = (op.value as { readonly assessment?: unknown }).assessment;
  return typeof assessment === 'string' ? (assessment as EntityId) : null;
}

export function entityRow(row: {
  entity: string;
  entity_id: string;
  owner: string | null;
  region: string;
  firm: string | null;
  created_by: string;
  state: string | null;
}): EntityRow {
  return {
    entity: row.entity as EntityKind,
    entityId: row.entity_id as EntityId,
    owner: row.owner as EntityId | null,
    region: row.region as RegionCode,
    firm: row.firm as EntityId | null,
    createdBy: row.created_by as PersonId,
    state: row.state,
  };
}
