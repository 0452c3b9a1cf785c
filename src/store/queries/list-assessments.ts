import type { AssessmentRecord } from '#domain/assessment.ts';
import type { ServerScore } from '#replica/client-state.ts';
import type { AssessmentRow, EvidenceRow } from '../database.ts';
import type { Store } from '../store.ts';
import type { AssessmentSummary, Place } from '../views.ts';
import { countPhotos, pendingByOwner, recordLocation } from './record-state.ts';

/** Newest change first; voided ones included. Inside a live query everything is read before anything is opened. */
export async function listAssessments(store: Store): Promise<readonly AssessmentSummary[]> {
  const { db } = store;
  const [rows, pending, evidence, uploads, scores, places] = await Promise.all([
    db.assessments.toArray(),
    pendingByOwner(db),
    db.evidence.toArray(),
    db.uploads.toArray(),
    db.scores.toArray(),
    db.places.toArray(),
  ]);
  const titleOf = await titlesOf(store, new Set(rows.map(({ definitionHash }) => definitionHash)));
  const photosOf = new Map<string, EvidenceRow[]>();
  for (const row of evidence) photosOf.set(row.assessment, [...(photosOf.get(row.assessment) ?? []), row]);
  const uploadOf = new Map(uploads.map((row) => [row.evidenceId, row]));
  const scoreOf = new Map(scores.map((row) => [row.assessmentId, row]));
  const placeOf = new Map(places.map((row) => [row.assessmentId, row]));

  const summary = async (row: AssessmentRow): Promise<AssessmentSummary> => {
    const id = row.assessmentId;
    const { record } = await openHeader(store, row);
    const photos = countPhotos(photosOf.get(id) ?? [], uploadOf);
    const score = scoreOf.get(id);
    const place = placeOf.get(id);
    return {
      assessmentId: id,
      enterprise: row.enterprise,
      enterpriseName: record.enterpriseName,
      region: row.region,
      definition: record.definition,
      edition: record.edition,
      definitionHash: row.definitionHash,
      title: titleOf.get(row.definitionHash) ?? record.definition,
      state: row.state,
      demo: row.demo === 1,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      pendingOps: pending.get(id)?.offered ?? 0,
      quarantined: pending.get(id)?.quarantined ?? 0,
      photos,
      location: recordLocation(pending.get(id), photos),
      serverScore: score === undefined ? null : ((await store.codec.open('scores', id, score.sealed)) as ServerScore),
      place: place === undefined ? null : ((await store.codec.open('places', id, place.sealed)) as Place),
      mine: row.mine === 1,
    };
  };
  const summaries = await Promise.resolve(Promise.all(rows.map(summary)));
  return summaries.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}

export type OpenedHeader = { readonly record: AssessmentRecord; readonly voidReason: string | null };

export async function openHeader(store: Store, row: AssessmentRow): Promise<OpenedHeader> {
  return (await store.codec.open('assessments', row.assessmentId, row.sealed)) as OpenedHeader;
}

const titles = new WeakMap<Store, Map<string, string>>();

/** An edition never changes its title, and its row holds all of it: read once, and only where an assessment is of it. */
async function titlesOf(store: Store, hashes: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const known = titles.get(store) ?? new Map<string, string>();
  titles.set(store, known);
  const unknown = [...hashes].filter((hash) => !known.has(hash));
  if (unknown.length === 0) return known;
  for (const row of await store.db.definitions.bulkGet(unknown)) if (row !== undefined) known.set(row.hash, row.title);
  return known;
}
