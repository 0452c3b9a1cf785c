import type { VisitOf } from '#oplog/project-visit.ts';
import type { VisitRow } from '../database.ts';
import type { Store } from '../store.ts';

export async function readVisit(store: Store, visitId: string): Promise<VisitOf | null> {
  const row = await store.db.visits.get(visitId);
  return row === undefined ? null : openVisit(store, row);
}

export type VisitFilter = {
  readonly enterprise?: string | undefined;
  /** `2026-11-21`, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** By day, then by time, those without one last. */
export async function listVisits(
  store: Store,
  { enterprise, from = '', to = '~' }: VisitFilter = {},
): Promise<readonly VisitOf[]> {
  const rows =
    enterprise === undefined
      ? await store.db.visits.where('date').between(from, to, true, true).toArray()
      : (await store.db.visits.where('enterprise').equals(enterprise).toArray()).filter(({ date }) => date >= from && date <= to);
  // Inside a live query everything is read before anything is opened.
  const visits = await Promise.resolve(Promise.all(rows.map((row) => openVisit(store, row))));
  return visits.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ record, visitId }: VisitOf): string {
  return `${record.date} ${record.time ?? '~'} ${visitId}`;
}

async function openVisit(store: Store, { visitId, sealed }: VisitRow): Promise<VisitOf> {
  return (await Promise.resolve(store.codec.open('visits', visitId, sealed))) as unknown as VisitOf;
}
