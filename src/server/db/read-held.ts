/** Reads of a group of pushes, many rows at a time, into its buffer. */
import { sql } from 'kysely';
import type { CompiledQuery } from 'kysely';
import type { EntityKind, Op } from '#oplog/op.ts';
import type { DeviceRow, EntityRow } from '#replica/ports.ts';
import type { DeviceId, EntityId, OpHash, PersonId, RegionCode } from '#shared/ids.ts';
import { rightsIn, rightsQuery } from '../auth/rights.ts';
import { inList } from './bulk.ts';
import { registersOfRun } from './register-runs.ts';
import type { Database, DatabaseKind, Tables } from './schema.ts';
import { settingQuery } from './settings.ts';
import { together } from './together.ts';
import type { Answers } from './together.ts';
import { hold } from './write-buffer.ts';
import type { WriteBuffer } from './write-buffer.ts';

/** What is asked of the database, and what becomes of the answers. About what the buffer holds already nothing is asked. */
export type Question = { readonly queries: readonly CompiledQuery[]; readonly keep: (answers: readonly unknown[]) => void };

/** All of them in one go, in their order. */
export async function ask(db: Database, kind: DatabaseKind, questions: readonly Question[]): Promise<void> {
  if (questions.length === 0) return;
  const answers = await together(
    db,
    kind,
    questions.flatMap(({ queries }) => queries),
  );
  let at = 0;
  for (const { queries, keep } of questions) keep(answers.slice(at, (at += queries.length)));
}

function question<const Queries extends readonly CompiledQuery[]>(
  queries: Queries,
  keep: (answers: Answers<Queries>) => void,
): Question {
  return { queries, keep: (answers) => keep(answers as Answers<Queries>) };
}

/**
 * Entities, and all registers of the assessments (or enterprises) they belong to; those are locked for the rest of the transaction.
 * SQLite has one writer anyway; on PostgreSQL two pushes to one assessment wait for each other here, in the order of the lock numbers,
 * so that they do not block crosswise, and read what the other left. They ask for the locks twice: a part that was just being made is
 * known to belong to its assessment only once its own lock was waited for.
 */
export function aboutEntities(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  ids: readonly EntityId[],
): readonly Question[] {
  const missing = [...new Set(ids)].filter((id) => !buffer.entities.has(id));
  if (missing.length === 0) return [];
  const lock = sql`select pg_advisory_xact_lock(number) from (
    select distinct hashtextextended(coalesce(owner, id), 0) as number
    from unnest(${missing}::text[]) as id left join entities on entity_id = id order by 1) as numbers`;
  const wanted = inList(kind, 'entity_id', missing);
  const entities = db.selectFrom('entities').selectAll().where(wanted).compile();
  const runs = db
    .selectFrom('register_runs')
    .selectAll()
    .where('root', 'in', (from) =>
      from
        .selectFrom('entities')
        .select(({ fn }) => fn.coalesce('owner', 'entity_id').as('root'))
        .where(wanted),
    )
    .compile();
  const found = question([entities, runs], ([entityRows, runRows]) => {
    for (const id of missing) buffer.entities.set(id, null);
    for (const row of entityRows) buffer.entities.set(row.entity_id as EntityId, entityRow(row));
    keepRuns(buffer, runRows);
    for (const row of entityRows) buffer.heldRoots.add((row.owner ?? row.entity_id) as EntityId);
  });
  if (kind !== 'postgres') return [found];
  const locks = lock.compile(db);
  return [question([locks, locks], () => undefined), found];
}

/** Devices; their rows are locked until the transaction ends, always in the same order. */
export function aboutDevices(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  ids: readonly DeviceId[],
): readonly Question[] {
  const missing = [...new Set(ids)].filter((id) => !buffer.devices.has(id));
  if (missing.length === 0) return [];
  const query = db
    .selectFrom('devices')
    .select(['id', 'person', 'public_key', 'last', 'last_hash', 'enrolled_at', 'revoke_mode'])
    .where(inList(kind, 'id', missing))
    .orderBy('id');
  return [
    question([(kind === 'postgres' ? query.forUpdate() : query).compile()], ([rows]) => {
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
    }),
  ];
}

/** Which of these steps have a quarantined op. */
export function aboutSteps(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  steps: readonly StepName[],
): readonly Question[] {
  const unasked = steps.filter((step) => !buffer.askedSteps.has(stepKey(step)));
  if (unasked.length === 0) return [];
  const query = db
    .selectFrom('ops')
    .select(['device', 'step'])
    .where('state', '=', sql.lit('quarantined'))
    .where(inList(kind, 'device', [...new Set(unasked.map(({ device }) => device))]))
    .where(inList(kind, 'step', [...new Set(unasked.map(({ step }) => step))]));
  return [
    question([query.compile()], ([rows]) => {
      for (const step of unasked) buffer.askedSteps.add(stepKey(step));
      for (const row of rows) buffer.quarantinedSteps.add(stepKey(row));
    }),
  ];
}

type StepName = { readonly device: string; readonly step: string };

export function stepKey({ device, step }: StepName): string {
  return `${device} ${step}`;
}

/** Which stored ops wait for these entities, in order of arrival. */
export function aboutWaiting(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  ids: readonly EntityId[],
): readonly Question[] {
  const unasked = [...new Set(ids)].filter((id) => !buffer.waiting.has(id));
  if (unasked.length === 0) return [];
  const query = db
    .selectFrom('ops')
    .select(['waits_for', 'body'])
    .where('waits_for', 'is not', null)
    .where(inList(kind, 'waits_for', unasked))
    .orderBy('received_at')
    .orderBy('device')
    .orderBy('seq');
  return [
    question([query.compile()], ([rows]) => {
      const found = Map.groupBy(rows, ({ waits_for }) => waits_for);
      for (const id of unasked)
        buffer.waiting.set(
          id,
          (found.get(id) ?? []).map(({ body }) => JSON.parse(body) as Op),
        );
    }),
  ];
}

/** Which of these ops stored ones name as parents, and which they name in `was`. */
export function aboutNamed(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  hashes: readonly OpHash[],
): readonly Question[] {
  const unasked = hashes.filter((hash) => !buffer.askedNamed.has(hash));
  if (unasked.length === 0) return [];
  const parents = db
    .selectFrom('op_parents')
    .select('parent')
    .where(inList(kind, 'parent', unasked));
  const replaced = db
    .selectFrom('ops')
    .select('was')
    .where(inList(kind, 'was', unasked))
    .where('state', '=', 'stored');
  return [
    question([parents.compile(), replaced.compile()], ([parentRows, replacedRows]) => {
      for (const hash of unasked) buffer.askedNamed.add(hash);
      for (const row of parentRows) buffer.superseded.add(row.parent as OpHash);
      for (const row of replacedRows) buffer.replaced.add(row.was as OpHash);
    }),
  ];
}

/** What these people may, and might before. */
export function aboutRights(
  db: Database,
  kind: DatabaseKind,
  buffer: WriteBuffer,
  people: readonly PersonId[],
): readonly Question[] {
  const unasked = [...new Set(people)].filter((person) => !buffer.rights.has(person));
  if (unasked.length === 0) return [];
  return [
    question([rightsQuery(db, kind, unasked)], ([rows]) => {
      for (const person of unasked) buffer.rights.set(person, rightsIn(rows, person));
    }),
  ];
}

export function aboutEpoch(db: Database, buffer: WriteBuffer): readonly Question[] {
  if (buffer.epoch !== null) return [];
  return [
    question([settingQuery(db, 'epoch').compile()], ([rows]) => {
      buffer.epoch = rows[0]?.value ?? '';
    }),
  ];
}

function keepRuns(buffer: WriteBuffer, runs: readonly Tables['register_runs'][]): void {
  const unheld = runs.filter(({ root }) => !buffer.heldRoots.has(root as EntityId));
  buffer.runs.push(...unheld);
  for (const entry of unheld.flatMap(registersOfRun)) {
    const { entityId, register } = entry.register;
    // What this transaction wrote already is newer than what the database says.
    if (buffer.changedRegisters.get(entityId)?.has(register) !== true) hold(buffer, entry);
  }
}

/** Entities an op concerns: its own, and the assessment or visit that a new part belongs to. */
export function entitiesOf(op: Op): readonly EntityId[] {
  const owner = ownerInValue(op);
  return owner === null ? [op.entityId] : [op.entityId, owner];
}

export function ownerInValue({ kind, entity, value }: Op): EntityId | null {
  if (kind !== 'create' || value === null || typeof value !== 'object') return null;
  const owner = (value as { readonly [key: string]: unknown })[entity === 'participant' ? 'visit' : 'assessment'];
  return typeof owner === 'string' ? (owner as EntityId) : null;
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
