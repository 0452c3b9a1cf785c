import type { CommitResult, ClientPlan } from '#replica/client-state.ts';
import type { StoreDatabase, UploadRow } from './database.ts';
import { readMeta } from './client-reader.ts';
import { projectRows } from './project-rows.ts';
import { receiptColumns, registerRowKey, sealOp, sealRegister } from './rows.ts';
import { withHandle } from './store-gate.ts';
import type { Store } from './store.ts';
import type { Json } from '#shared/json.ts';

/** Further rows that belong to the same tap. Nothing but Dexie may be awaited in it: the transaction would commit early. */
export type Alongside = {
  readonly tables: readonly ('chunks' | 'thumbnails' | 'places')[];
  readonly write: (db: StoreDatabase) => Promise<unknown>;
};

/**
 * Writes a plan in one strict transaction, after everything was hashed and sealed. `stale`: another tab or the sync loop wrote first;
 * decide again on the new tip. Resolves after the transaction's `complete` event.
 */
export async function commitPlan(store: Store, plan: ClientPlan, alongside: Alongside | null): Promise<CommitResult> {
  const { db, codec } = store;
  // New ops have neither receipt nor earlier row; of the others only the clear columns change.
  const fresh = plan.ops.filter(({ state, receipt, offered }) => state === 'waiting' && receipt === null && offered);
  const freshHashes = new Set(fresh.map(({ op }) => op.hash));
  const ops = await Promise.all(fresh.map((own) => sealOp(codec, own)));
  const registers = await Promise.all(plan.registers.map((register) => sealRegister(codec, register)));
  const scores = await Promise.all(
    plan.scores.map(async (score) => ({
      assessmentId: score.assessmentId,
      gsn: score.gsn,
      sealed: await codec.seal('scores', score.assessmentId, score as Json),
    })),
  );
  const rows = await projectRows({ db, codec, reader: store.reader, person: store.profile.personId }, plan);
  const tables = [db.meta, db.ops, db.registers, db.assessments, db.enterprises, db.evidence, db.uploads, db.scores];
  const scope = [...tables, ...(alongside?.tables ?? []).map((name) => db.table(name))];

  return withHandle(db, () =>
    db.transaction('rw', scope, async (): Promise<CommitResult> => {
      const meta = await readMeta(db);
      if (meta.revision !== plan.revision) return (await isWritten(db, plan)) ? 'done' : 'stale';
      await db.meta.put({ key: 'replica', meta: { ...plan.meta, revision: plan.revision + 1 } });
      await db.ops.bulkPut(ops);
      for (const own of plan.ops) if (!freshHashes.has(own.op.hash)) await db.ops.update(own.op.hash, receiptColumns(own));
      await db.registers.bulkPut(registers);
      await db.registers.bulkDelete(plan.forget.map(({ entityId, register }) => registerRowKey(entityId, register)));
      await db.assessments.bulkPut([...rows.assessments]);
      await db.enterprises.bulkPut([...rows.enterprises]);
      await db.evidence.bulkPut([...rows.evidence]);
      for (const { evidenceId, voided } of rows.evidence) if (voided === 1) await db.uploads.delete(evidenceId);
      await db.scores.bulkPut(scores);
      for (const receipt of plan.evidence) await takeEvidenceReceipt(db, receipt);
      if (plan.recheckEvidence) await offerEvidenceAgain(db);
      if (alongside !== null) await alongside.write(db);
      return 'done';
    }),
  );
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

/** The server was restored: what it had confirmed may be gone, so every file that is still here is asked about again. */
async function offerEvidenceAgain(db: StoreDatabase): Promise<void> {
  const here = await db.evidence.filter(({ chunks, voided }) => chunks > 0 && voided === 0).toArray();
  for (const row of here) {
    await db.evidence.update(row.evidenceId, { committedAt: null });
    if ((await db.uploads.get(row.evidenceId)) === undefined) await db.uploads.put(newUpload(row));
  }
}

export function newUpload(row: Pick<UploadRow, 'evidenceId' | 'assessment' | 'sha256' | 'size' | 'createdAt'>): UploadRow {
  const { evidenceId, assessment, sha256, size, createdAt } = row;
  return { evidenceId, assessment, sha256, size, createdAt, uploadUrl: null, sent: 0, running: 0, tries: 0, problemCode: null };
}
