/** The desk's list of visits, page by page. */
import { sql } from 'kysely';
import { findRegion } from '#domain/regions.ts';
import { visitPurposes, visitStates } from '#domain/visit.ts';
import { visitsPageSize } from '#protocol/visits-wire.ts';
import type { VisitRow, VisitsReply } from '#protocol/visits-wire.ts';
import { inList } from '../db/bulk.ts';
import type { Tables } from '../db/schema.ts';
import type { Reader } from '../db/within.ts';

export type VisitsQuery = {
  readonly from: string | null;
  readonly to: string | null;
  readonly person: string | null;
  readonly states: readonly string[];
  /** The last visit of the page before: its place in the order, whatever came in between. */
  readonly after: Place | null;
};

type Place = { readonly date: string; readonly time: string; readonly visitId: string };

/** Null: it says something that is none of the words it may say. */
export function visitsQuery(asked: URLSearchParams): VisitsQuery | null {
  const day = /^\d{4}-\d\d-\d\d$/u;
  const [from, to, person, after] = [asked.get('from'), asked.get('to'), asked.get('person'), asked.get('after')];
  const states = asked.getAll('state');
  const place = after === null ? null : placeOf(after);
  const isRight =
    [from, to].every((date) => date === null || day.test(date)) &&
    (person === null || /^[0-9A-Za-z_-]{1,64}$/u.test(person)) &&
    (after === null || place !== null) &&
    states.every((state) => (visitStates as readonly string[]).includes(state));
  return isRight ? { from, to, person, states, after: place } : null;
}

export async function listVisits(reader: Reader, query: VisitsQuery): Promise<VisitsReply> {
  const { db, kind } = reader;
  const { after } = query;
  const counted = await passing(reader, query)
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await passing(reader, query)
    .selectAll('visits')
    .$if(after !== null, (select) =>
      select.where(sql<boolean>`(${order}) > (${after?.date ?? ''}, ${after?.time ?? ''}, ${after?.visitId ?? ''})`),
    )
    .orderBy(sql`${order}`)
    .limit(visitsPageSize + 1)
    .execute();
  const shown = rows.slice(0, visitsPageSize);
  const last = rows.length > visitsPageSize ? shown.at(-1) : undefined;
  const ids = [...new Set(shown.flatMap(peopleOf))];
  const names = await db
    .selectFrom('people')
    .select(['id', 'name'])
    .where(inList(kind, 'id', ids))
    .execute();
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return {
    visits: shown.map((row) => visitRow(row, nameOf)),
    total: Number(counted.total),
    next: last === undefined ? null : `${last.date}_${last.time ?? ''}_${last.visit_id}`,
  };
}

/** By day, those without a time first. Databases differ about where nulls go. */
const order = sql`date, coalesce(time, ''), visit_id`;

function passing({ kind, from }: Reader, { from: since, to, person, states }: VisitsQuery) {
  // Ids are JSON strings without anything to escape in them, and `_` would stand for any letter.
  const named = `%"${(person ?? '').replaceAll('_', String.raw`\_`)}"%`;
  return from('visits')
    .$if(since !== null, (select) => select.where('date', '>=', since ?? ''))
    .$if(to !== null, (select) => select.where('date', '<=', to ?? ''))
    .$if(person !== null, (select) => select.where(sql<boolean>`people like ${named} escape '\\'`))
    .$if(states.length > 0, (select) => select.where(inList(kind, 'state', states)));
}

function placeOf(text: string): Place | null {
  const [, date, time = '', visitId] = /^(\d{4}-\d\d-\d\d)_(\d\d:\d\d)?_([0-9A-Za-z_-]{1,64})$/u.exec(text) ?? [];
  return date === undefined || visitId === undefined ? null : { date, time, visitId };
}

function peopleOf({ people }: Pick<Tables['visits'], 'people'>): readonly string[] {
  return JSON.parse(people) as readonly string[];
}

function visitRow(row: Tables['visits'], nameOf: ReadonlyMap<string, string>): VisitRow {
  return {
    visitId: row.visit_id,
    enterprise: row.enterprise,
    enterpriseName: row.enterprise_name,
    regionName: findRegion(row.region)?.name ?? row.region,
    date: row.date,
    time: row.time,
    purpose: visitPurposes.find((known) => known === row.purpose) ?? 'assessment',
    state: visitStates.find((known) => known === row.state) ?? 'planned',
    people: peopleOf(row).map((person) => ({ person, name: nameOf.get(person) ?? person })),
    instruments: JSON.parse(row.instruments) as string[],
    checkedInAt: row.checked_in_at,
    checkedOutAt: row.checked_out_at,
    demo: row.demo === 1,
  };
}
