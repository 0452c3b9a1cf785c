import { Dexie } from 'dexie';
import type { AssessmentRecord } from '#domain/assessment.ts';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import type { EvidenceRow, StoreDatabase, UploadRow } from '../database.ts';
import { openOp } from '../rows.ts';
import type { Store } from '../store.ts';
import type { OutboxItem, SyncSummary } from '../views.ts';
import { isRemovable } from '../evidence-chunks.ts';
import { countPhotos, pendingByOwner, recordLocation } from './record-state.ts';

export async function syncSummary(store: Store): Promise<SyncSummary> {
  const { db } = store;
  const [pending, evidence, uploads, contact] = await Promise.all([
    pendingByOwner(db),
    db.evidence.toArray(),
    db.uploads.toArray(),
    db.meta.get('contact'),
  ]);
  const waiting = waitingPhotos(evidence);
  const owners = new Set([...pending].filter(([, { offered }]) => offered > 0).map(([owner]) => owner));
  const assessments = await db.assessments.bulkGet([...new Set([...owners, ...waiting.map(({ assessment }) => assessment)])]);
  const times = [...[...pending.values()].map(({ oldestAt }) => oldestAt), ...waiting.map(({ createdAt }) => createdAt)];
  const { lastContactAt, problemCode, problemAt } =
    contact?.key === 'contact' ? contact : { lastContactAt: null, problemCode: null, problemAt: null };
  return {
    pendingOps: [...pending.values()].reduce((sum, { offered }) => sum + offered, 0),
    pendingAssessments: assessments.filter((row) => row !== undefined).length,
    pendingPhotos: waiting.length,
    photosVerified: evidence.filter(({ voided, committedAt }) => voided === 0 && committedAt !== null).length,
    bytesLeft: uploads.reduce((sum, { size, sent }) => sum + Math.max(0, size - sent), 0),
    removable: removableOf(evidence),
    oldestPendingAt: times.reduce((best, time) => (time !== null && (best === null || time < best) ? time : best), null),
    quarantined: [...pending.values()].reduce((sum, { quarantined }) => sum + quarantined, 0),
    lastContactAt,
    lastProblem: problemCode === null || problemAt === null ? null : { code: problemCode, at: problemAt },
  };
}

function removableOf(evidence: readonly EvidenceRow[]): SyncSummary['removable'] {
  const rows = evidence.filter(isRemovable);
  return { count: rows.length, bytes: rows.reduce((sum, { size }) => sum + size, 0) };
}

/** Changes and photos that the server has not confirmed: the number on the navigation. */
export async function unsentCount({ db }: Store): Promise<number> {
  const [ops, evidence] = await Promise.all([
    db.ops.where('[offered+order]').between([1, Dexie.minKey], [1, Dexie.maxKey]).count(),
    db.evidence.toArray(),
  ]);
  return ops + waitingPhotos(evidence).length;
}

/** Records with work that no server has confirmed, oldest first. */
export async function listOutbox(store: Store): Promise<readonly OutboxItem[]> {
  const { db } = store;
  const [pending, evidence, uploads] = await Promise.all([pendingByOwner(db), db.evidence.toArray(), db.uploads.toArray()]);
  const refusedRows = await db.ops.where('state').equals('quarantined').sortBy('order');
  const uploadOf = new Map(uploads.map((row) => [row.evidenceId, row]));
  const ids = [...new Set([...pending.keys(), ...waitingPhotos(evidence).map(({ assessment }) => assessment)])];
  const titles = await titlesOf(db, ids);
  const items = ids.map(async (id): Promise<OutboxItem> => {
    const photos = photosOf(id, evidence, uploadOf);
    const named = titles.get(id);
    const refusedOps = await Promise.all(
      refusedRows
        .filter(({ owner }) => owner === id)
        .map(async (row) => {
          const { op, receipt } = await openOp(store.codec, row);
          return { hash: op.hash, problem: receipt?.problem ?? null, field: op.field, value: op.value };
        }),
    );
    const oldestPhoto = waitingPhotos(evidence).find(({ assessment }) => assessment === id)?.createdAt ?? null;
    return {
      kind: named?.kind ?? 'assessment',
      id,
      title: named === undefined ? '' : await openTitle(store, named),
      pendingOps: pending.get(id)?.offered ?? 0,
      photos,
      location: recordLocation(pending.get(id), photos),
      oldestPendingAt: pending.get(id)?.oldestAt ?? oldestPhoto,
      quarantined: refusedOps,
    };
  });
  const all = await Promise.resolve(Promise.all(items));
  return all.sort((a, b) => ((a.oldestPendingAt ?? '~') < (b.oldestPendingAt ?? '~') ? -1 : 1));
}

export type Named = { readonly kind: OutboxItem['kind']; readonly id: string; readonly sealed: ArrayBuffer };

export async function titlesOf(db: StoreDatabase, ids: readonly string[]): Promise<ReadonlyMap<string, Named>> {
  const [assessments, enterprises, visits, actions] = await Promise.all([
    db.assessments.bulkGet([...ids]),
    db.enterprises.bulkGet([...ids]),
    db.visits.bulkGet([...ids]),
    db.actions.bulkGet([...ids]),
  ]);
  const found = new Map<string, Named>();
  for (const row of assessments)
    if (row !== undefined) found.set(row.assessmentId, { kind: 'assessment', id: row.assessmentId, sealed: row.sealed });
  for (const row of enterprises)
    if (row !== undefined) found.set(row.code, { kind: 'enterprise', id: row.code, sealed: row.sealed });
  for (const row of visits) if (row !== undefined) found.set(row.visitId, { kind: 'visit', id: row.visitId, sealed: row.sealed });
  for (const row of actions)
    if (row !== undefined) found.set(row.actionId, { kind: 'action', id: row.actionId, sealed: row.sealed });
  return found;
}

export async function openTitle(store: Store, { kind, id, sealed }: Named): Promise<string> {
  if (kind === 'enterprise') return ((await store.codec.open('enterprises', id, sealed)) as EnterpriseRecord).name;
  if (kind === 'visit') return ((await store.codec.open('visits', id, sealed)) as unknown as VisitOf).record.enterpriseName;
  if (kind === 'action') return ((await store.codec.open('actions', id, sealed)) as unknown as ActionOf).record.enterpriseName;
  return ((await store.codec.open('assessments', id, sealed)) as { readonly record: AssessmentRecord }).record.enterpriseName;
}

function photosOf(id: string, evidence: readonly EvidenceRow[], uploads: ReadonlyMap<string, UploadRow>) {
  return countPhotos(
    evidence.filter(({ assessment }) => assessment === id),
    uploads,
  );
}

/** Photos of this phone that the server has not confirmed, oldest first. */
function waitingPhotos(evidence: readonly EvidenceRow[]): readonly EvidenceRow[] {
  return evidence
    .filter(({ chunks, voided, committedAt }) => chunks > 0 && voided === 0 && committedAt === null)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}
