import type { AssessmentRecord, AssessmentState } from '#domain/assessment.ts';
import type { AssessmentRow, EvidenceRow } from '../database.ts';
import type { Store } from '../store.ts';
import type { AssessmentSummary, Place } from '../views.ts';
import { countPhotos, pendingByOwner, recordLocation } from './record-state.ts';

/** Of one enterprise, or in some states; everything where nothing is said. */
export type AssessmentFilter = {
  readonly enterprise?: string | undefined;
  readonly states?: ReadonlySet<AssessmentState> | undefined;
};

/**
 * Newest change first; voided ones included. Inside a live query everything is read before anything is opened; what the filter leaves out,
 * and what was opened before and did not change, is not opened.
 */
export async function listAssessments(store: Store, filter: AssessmentFilter = {}): Promise<readonly AssessmentSummary[]> {
  const { db } = store;
  const { enterprise, states } = filter;
  const [found, pending, evidence, uploads, places] = await Promise.all([
    enterprise === undefined ? db.assessments.toArray() : db.assessments.where('enterprise').equals(enterprise).toArray(),
    pendingByOwner(db),
    db.evidence.toArray(),
    db.uploads.toArray(),
    db.places.toArray(),
  ]);
  const rows = states === undefined ? found : found.filter(({ state }) => states.has(state));
  const titleOf = await titlesOf(store, new Set(rows.map(({ definitionHash }) => definitionHash)));
  const photosOf = new Map<string, EvidenceRow[]>();
  for (const row of evidence) {
    const known = photosOf.get(row.assessment);
    if (known === undefined) photosOf.set(row.assessment, [row]);
    else known.push(row);
  }
  const uploadOf = new Map(uploads.map((row) => [row.evidenceId, row]));
  const placeOf = new Map(places.map((row) => [row.assessmentId, row]));

  const summary = async (row: AssessmentRow): Promise<AssessmentSummary> => {
    const id = row.assessmentId;
    const { record } = await openHeader(store, row);
    const photos = countPhotos(photosOf.get(id) ?? [], uploadOf);
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
      visit: record.visit,
      state: row.state,
      demo: row.demo === 1,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      pendingOps: pending.get(id)?.offered ?? 0,
      quarantined: pending.get(id)?.quarantined ?? 0,
      photos,
      location: recordLocation(pending.get(id), photos),
      place: place === undefined ? null : await openedOnce<Place>(store, 'places', id, place.at, place.sealed),
      mine: row.mine === 1,
      followUp: record.followUp !== undefined,
    };
  };
  const summaries = await Promise.resolve(Promise.all(rows.map(summary)));
  return summaries.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}

export type OpenedHeader = { readonly record: AssessmentRecord; readonly voidReason: string | null };

export function openHeader(store: Store, row: AssessmentRow): Promise<OpenedHeader> {
  return openedOnce(store, 'assessments', row.assessmentId, `${row.updatedAt} ${row.state}`, row.sealed);
}

/** Open assessments of each enterprise: what a list of firms shows. Nothing is opened. */
export async function countOpen({ db }: Store, states: ReadonlySet<AssessmentState>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { enterprise, state } of await db.assessments.toArray())
    if (states.has(state)) counts.set(enterprise, (counts.get(enterprise) ?? 0) + 1);
  return counts;
}

type Opened = { readonly version: string; readonly content: Promise<unknown> };
const openedOf = new WeakMap<Store, Map<string, Opened>>();

/** The content of a row as it was opened before, while its version is the same. Forgotten with the store. */
function openedOnce<T>(
  store: Store,
  table: 'assessments' | 'places',
  id: string,
  version: string,
  sealed: ArrayBuffer,
): Promise<T> {
  const known = openedOf.get(store) ?? new Map<string, Opened>();
  openedOf.set(store, known);
  const key = `${table} ${id}`;
  const held = known.get(key);
  if (held?.version === version) return held.content as Promise<T>;
  const content = store.codec.open(table, id, sealed);
  known.set(key, { version, content });
  return content as Promise<T>;
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
