import { sql } from 'kysely';
import { isWithin, findRegion, regionPrefix } from '#domain/regions.ts';
import { workflowHeads } from '#oplog/decision-of.ts';
import type { QueueQuery, QueueReply, QueueRow, QueueTab } from '#protocol/review-wire.ts';
import { inList } from '../db/bulk.ts';
import type { Reader } from '../db/within.ts';
import { readRegisters } from '../office/assessment-rows.ts';
import type { Desk } from '../office/desk.ts';
import { rowsOf } from '../office/list-assessments.ts';
import { headsText } from './review-row.ts';

/** The oldest first, at most this many: who has more waiting narrows the list. */
const queueLimit = 200;
const day = 86_400_000;

export async function listQueue(desk: Desk, reader: Reader, query: QueueQuery, now: number): Promise<QueueReply> {
  const today = chinaDay(now);
  let select = reader
    .from('assessments')
    .leftJoin('reviews', 'reviews.assessment_id', 'assessments.assessment_id')
    .where('assessments.state', 'in', statesOf[query.tab]);
  if (query.tab === 'second') select = select.where('drawn', '=', 1);
  if (query.region !== null) select = select.where('assessments.region', 'like', `${regionPrefix(query.region)}%`);
  if (query.definition !== null) select = select.where('assessments.definition', '=', query.definition);
  if (query.age !== null) select = select.where('assessments.submitted_at', '<=', new Date(now - query.age * day).toISOString());
  if (query.overdue) select = select.where('deadline', '<', today);
  const given = query.tab === 'second' ? 'second' : 'reviewer';
  if (query.assigned === 'none') select = select.where(given, 'is', null);
  else if (query.assigned !== null)
    select = select.where(given, '=', query.assigned === 'me' ? reader.scope.person : query.assigned);
  const { total } = await select.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow();
  const found = await select
    .select(['assessments.assessment_id', 'heads', 'reviewer', 'second', 'deadline', 'graded', 'remarks'])
    .orderBy(sql`coalesce(deadline, submitted_at, updated_at), assessments.assessment_id`)
    .limit(queueLimit)
    .execute();
  const rows = await rowsOf(
    desk,
    reader,
    found.map((row) => row.assessment_id),
  );
  const names = await namesOf(
    reader,
    found.flatMap(({ reviewer, second }) => [reviewer, second]),
  );
  const person = (id: string | null) => (id === null ? null : { person: id, name: names.get(id) ?? id });
  const byId = new Map(found.map((row) => [row.assessment_id, row]));
  const told: QueueRow[] = [];
  for (const row of rows) {
    const review = byId.get(row.assessmentId);
    told.push({
      ...row,
      heads: review?.heads ?? (await headsNow(reader, row.assessmentId)),
      reviewer: person(review?.reviewer ?? null),
      second: person(review?.second ?? null),
      deadline: review?.deadline ?? null,
      overdue: row.state === 'returned' && (review?.deadline ?? today) < today,
      age: row.submittedAt === null ? null : Math.max(0, Math.floor((now - Date.parse(row.submittedAt)) / day)),
      remarks: review?.remarks ?? 0,
      graded: review?.graded ?? 0,
    });
  }
  return { rows: told, total: Number(total), reviewers: await reviewersOf(reader) };
}

const statesOf: Readonly<Record<QueueTab, readonly string[]>> = {
  submitted: ['submitted'],
  returned: ['returned'],
  approved: ['approved'],
  sealed: ['sealed'],
  second: ['approved', 'sealed'],
};

/** Of what was handed in before the desk kept its own rows. */
async function headsNow(reader: Reader, id: string): Promise<string> {
  return headsText(workflowHeads(await readRegisters(reader, id)).map(({ hash }) => hash));
}

/** `2026-11-21` in China's time. */
export function chinaDay(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
}

async function namesOf({ db, kind }: Reader, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const people = await db
    .selectFrom('people')
    .select(['id', 'name'])
    .where(inList(kind, 'id', known))
    .execute();
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** Reviewers of the reader's region, of one within it, or of one around it. */
export async function reviewersOf({ db, scope }: Pick<Reader, 'db' | 'scope'>): Promise<QueueReply['reviewers']> {
  const people = await db
    .selectFrom('people')
    .select(['id', 'name', 'region'])
    .where('role', '=', 'reviewer')
    .where('disabled_at', 'is', null)
    .orderBy('name')
    .execute();
  return people.flatMap(({ id, name, region }) => {
    const near = isWithin(region, scope.region) || isWithin(scope.region, region);
    return near ? [{ person: id, name, regionName: findRegion(region)?.name ?? region }] : [];
  });
}
