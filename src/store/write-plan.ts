import type { Table } from 'dexie';
import type { ClientPlan, CommitResult, OwnOp } from '#replica/client-state.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { readMeta } from './client-reader.ts';
import type { Codec } from './codec.ts';
import type { OpRow, PersonRow, RegisterRow, ScoreRow, StoreDatabase, UploadRow } from './database.ts';
import type { ProjectedRows } from './project-rows.ts';
import { receiptColumns, registerRowKey, sealedMark, sealOp, sealPerson, sealRegister } from './rows.ts';
import type { SealedMark } from './rows.ts';
import { withHandle } from './store-gate.ts';

/** Further rows that belong to the same tap. Nothing but Dexie may be awaited in it: the transaction would commit early. */
export type Alongside = {
  readonly tables: readonly ('chunks' | 'thumbnails' | 'places')[];
  readonly write: (db: StoreDatabase) => Promise<unknown>;
};

/** `registers`: what tells each of the plan's registers as it was sealed, in its order. */
export type Written = { readonly result: CommitResult | 'repeated'; readonly registers: readonly SealedMark[] };

/** Where a plan is written: the page's handle and codec, or those of its writing worker. */
export type Place = { readonly db: StoreDatabase; readonly codec: Codec };

/**
 * Writes a plan in one strict transaction, after everything was hashed and sealed. `stale`: another tab or the sync loop wrote first.
 * `repeated`: it is there, but by an earlier try. Resolves after the transaction's `complete` event.
 */
export async function writePlan(
  place: Place,
  plan: ClientPlan,
  rows: ProjectedRows,
  alongside: Alongside | null,
): Promise<Written> {
  const sealed = await sealPlan(place.codec, plan, rows);
  const result = await withHandle(place.db, async (): Promise<Written['result']> => {
    try {
      await writeSealed(place.db, plan, sealed, alongside);
      return 'done';
    } catch (error) {
      if (!(error instanceof StaleTip)) throw error;
      return (await isWritten(place.db, plan)) ? 'repeated' : 'stale';
    }
  });
  return { result, registers: sealed.registers.map(sealedMark) };
}

/** Another writer was first. Thrown inside the transaction, so that nothing of it stays. */
class StaleTip extends Error {
  override readonly name = 'StaleTip';
}

type SealedPlan = {
  readonly fresh: readonly OpRow[];
  readonly registers: readonly RegisterRow[];
  readonly scores: readonly ScoreRow[];
  readonly people: readonly PersonRow[];
  readonly rows: ProjectedRows;
};

async function sealPlan(codec: Codec, plan: ClientPlan, rows: ProjectedRows): Promise<SealedPlan> {
  const [fresh, registers, scores, people] = await Promise.all([
    Promise.all(plan.ops.filter(isFresh).map((own) => sealOp(codec, own))),
    Promise.all(plan.registers.map((register) => sealRegister(codec, register))),
    Promise.all(
      plan.scores.map(async (score) => ({
        assessmentId: score.assessmentId,
        gsn: score.gsn,
        sealed: await codec.seal('scores', score.assessmentId, score as Json),
      })),
    ),
    Promise.all(plan.people.map(({ person, name }) => sealPerson(codec, person, name))),
  ]);
  return { fresh, registers, scores, people, rows };
}

/** New ops have neither receipt nor earlier row; of the others only the clear columns change. */
function isFresh({ state, receipt, offered }: OwnOp): boolean {
  return state === 'waiting' && receipt === null && offered;
}

/**
 * The tip's recheck and the writes are asked for at once: the database answers them in this order, and on another revision than the
 * plan's the transaction is aborted with all of them. Waiting for each in turn made a save three times as long on a slow phone.
 */
async function writeSealed(db: StoreDatabase, plan: ClientPlan, sealed: SealedPlan, alongside: Alongside | null): Promise<void> {
  const { fresh, registers, scores, people, rows } = sealed;
  const receipts = plan.ops.filter((own) => !isFresh(own));
  const forgotten = plan.forget.map(({ entityId, register }) => registerRowKey(entityId, register));
  const left = entitiesLeft(plan);
  const voided = rows.evidence.filter((row) => row.voided === 1).map(({ evidenceId }) => evidenceId);
  const touchesFiles =
    rows.evidence.length + plan.evidence.length + left.length > 0 || plan.recheckEvidence || alongside !== null;
  const scope: Table[] = [db.meta, db.ops, db.registers, db.assessments];
  if (rows.enterprises.length + left.length > 0) scope.push(db.enterprises);
  if (rows.visits.length + left.length > 0) scope.push(db.visits);
  if (rows.actions.length + left.length > 0) scope.push(db.actions);
  if (touchesFiles) scope.push(db.evidence, db.uploads);
  if (scores.length + left.length > 0) scope.push(db.scores);
  if (people.length > 0) scope.push(db.people);
  for (const name of alongside?.tables ?? []) scope.push(db.table(name));

  await db.transaction('rw', scope, async () => {
    const [meta] = await Promise.all([
      readMeta(db),
      db.meta.put({ key: 'replica', meta: { ...plan.meta, revision: plan.revision + 1 } }),
      putAll(db.ops, fresh),
      putAll(db.registers, registers),
      putAll(db.assessments, rows.assessments),
      putAll(db.enterprises, rows.enterprises),
      putAll(db.evidence, rows.evidence),
      putAll(db.visits, rows.visits),
      putAll(db.actions, rows.actions),
      putAll(db.scores, scores),
      putAll(db.people, people),
    ]);
    if (meta.revision !== plan.revision) throw new StaleTip();
    for (const own of receipts) await db.ops.update(own.op.hash, receiptColumns(own));
    if (forgotten.length > 0) await db.registers.bulkDelete(forgotten);
    if (left.length > 0) await dropWhatListsShow(db, left);
    if (voided.length > 0) await db.uploads.bulkDelete(voided);
    for (const receipt of plan.evidence) await takeEvidenceReceipt(db, receipt);
    if (plan.recheckEvidence) await offerEvidenceAgain(db);
    if (alongside !== null) await alongside.write(db);
  });
}

/** Assessments, firms, visits, actions and photos of which nothing stays: they left the person's scope, or the server was restored without them. */
function entitiesLeft({ registers, forget }: ClientPlan): readonly EntityId[] {
  const staying = new Set(registers.map(({ owner, entityId }) => owner ?? entityId));
  return forget.flatMap(({ entityId, register }) => (register === '@create' && !staying.has(entityId) ? [entityId] : []));
}

/** The bytes of a photo that was taken here stay, and what is known of it with them. */
async function dropWhatListsShow(db: StoreDatabase, left: readonly EntityId[]): Promise<void> {
  await db.assessments.bulkDelete([...left]);
  await db.enterprises.bulkDelete([...left]);
  await db.visits.bulkDelete([...left]);
  await db.actions.bulkDelete([...left]);
  await db.scores.bulkDelete([...left]);
  const elsewhere = (await db.evidence.bulkGet([...left])).filter((row) => row?.chunks === 0);
  await db.evidence.bulkDelete(elsewhere.flatMap((row) => row?.evidenceId ?? []));
}

/** Nothing asked where nothing is to be written; a single row without the detour of bulk writing. */
function putAll<T>(table: Pick<Table<T, unknown>, 'put' | 'bulkPut'>, rows: readonly T[]): PromiseLike<unknown> {
  const [first] = rows;
  if (first === undefined) return Promise.resolve();
  return rows.length === 1 ? table.put(first) : table.bulkPut(rows);
}

/** The handle died after the transaction had completed and the same write was repeated: it is there. */
async function isWritten(db: StoreDatabase, plan: ClientPlan): Promise<boolean> {
  const fresh = plan.ops
    .filter(({ state, receipt }) => state === 'waiting' && receipt === null)
    .map(({ op }) => op.hash as string);
  if (fresh.length === 0) return false;
  return (await db.ops.bulkGet(fresh)).every((row) => row !== undefined);
}

/** A file counts as verified only when the server's hash over its own copy is ours. */
async function takeEvidenceReceipt(db: StoreDatabase, receipt: ClientPlan['evidence'][number]): Promise<void> {
  const { evidenceId, owner, sha256, size, committedAt } = receipt;
  const row = await db.evidence.get(evidenceId);
  if (row === undefined) {
    await db.evidence.put({
      evidenceId,
      assessment: owner,
      sha256,
      size,
      chunks: 0,
      voided: 0,
      committedAt,
      createdAt: committedAt,
    });
  } else if (row.sha256 === sha256) {
    await db.evidence.update(evidenceId, { committedAt });
    await db.uploads.delete(evidenceId);
  }
}

/** The server was restored: what it had confirmed may be gone, so nothing counts as confirmed and every file still here is offered again. */
async function offerEvidenceAgain(db: StoreDatabase): Promise<void> {
  for (const row of await db.evidence.filter(({ voided }) => voided === 0).toArray()) {
    await db.evidence.update(row.evidenceId, { committedAt: null });
    if (row.chunks === 0) continue;
    if ((await db.uploads.get(row.evidenceId)) === undefined) await db.uploads.put(newUpload(row));
  }
}

export function newUpload(row: Pick<UploadRow, 'evidenceId' | 'assessment' | 'sha256' | 'size' | 'createdAt'>): UploadRow {
  const { evidenceId, assessment, sha256, size, createdAt } = row;
  return { evidenceId, assessment, sha256, size, createdAt, uploadUrl: null, sent: 0, running: 0, tries: 0, problemCode: null };
}
