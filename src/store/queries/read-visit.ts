import { placeFrom } from '#domain/travel.ts';
import type { Place } from '#domain/travel.ts';
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

/** Where firms are, learned from earlier check-ins on this phone and on others; those nobody told of are left out. */
export async function firmPlaces(store: Store, enterprises: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  const rows = await store.db.visits
    .where('enterprise')
    .anyOf([...new Set(enterprises)])
    .toArray();
  const begun = rows.filter(({ state }) => state !== 'planned');
  const visits = await Promise.resolve(Promise.all(begun.map((row) => openVisit(store, row))));
  const checkIns = new Map<string, (typeof visits)[number]['checkIn'][]>();
  for (const { record, checkIn } of visits)
    checkIns.set(record.enterprise, [...(checkIns.get(record.enterprise) ?? []), checkIn]);
  return new Map(
    [...checkIns].flatMap(([firm, moments]) => {
      const place = placeFrom(moments);
      return place === null ? [] : [[firm, place] as const];
    }),
  );
}

/** The visit that this person is on at a firm: under way, or else planned for that day. */
export async function openVisitAt(store: Store, enterprise: string, date: string): Promise<VisitOf | null> {
  const rows = await store.db.visits.where('enterprise').equals(enterprise).toArray();
  const open = rows.filter(({ state, date: day }) => state === 'under-way' || (state === 'planned' && day === date));
  const visits = await Promise.resolve(Promise.all(open.map((row) => openVisit(store, row))));
  const mine = visits.filter((visit) => goesOn(visit, store.profile.personId)).sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1));
  return mine.find(({ state }) => state === 'under-way') ?? mine[0] ?? null;
}

/** Planned for somebody, or by them for nobody in particular. */
export function goesOn({ record, author }: VisitOf, person: string): boolean {
  return record.people.length === 0 ? author === person : record.people.some((each) => each === person);
}

function orderOf({ record, visitId }: VisitOf): string {
  return `${record.date} ${record.time ?? '~'} ${visitId}`;
}

async function openVisit(store: Store, { visitId, sealed }: VisitRow): Promise<VisitOf> {
  return (await Promise.resolve(store.codec.open('visits', visitId, sealed))) as unknown as VisitOf;
}
