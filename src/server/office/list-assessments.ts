import { sql, type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool } from 'kysely';
import { ladderOf } from '#diagnosis/ladder-of.ts';
import type { AssessmentState } from '#domain/assessment.ts';
import { findRegion, regionPrefix } from '#domain/regions.ts';
import { currentValue } from '#oplog/register.ts';
import { noLevel, officeStates, type OfficeFilter, type OfficeQuery, type OfficeSort } from '#protocol/office-query.ts';
import type { OfficeListReply, OfficeRow } from '#protocol/office-wire.ts';
import type { MeasureScore } from '#scoring/score-result.ts';
import { inList } from '../db/bulk.ts';
import { registersOfRun } from '../db/register-runs.ts';
import { contains } from '../db/contains.ts';
import type { Tables } from '../db/schema.ts';
import type { Reader } from '../db/within.ts';
import { editionOf, type Desk } from './desk.ts';

/** One page of the assessments in scope that the filter lets through, and how many there are. */
export async function listAssessments(desk: Desk, reader: Reader, query: OfficeQuery): Promise<OfficeListReply> {
  const [total, ids] = await Promise.all([countAssessments(reader, query), assessmentIds(desk, reader, query, query)]);
  return { total, rows: await rowsOf(desk, reader, ids) };
}

export async function countAssessments(reader: Reader, filter: OfficeFilter): Promise<number> {
  const counted = await reader
    .from('assessments')
    .where(passes(reader, filter, await disputedIds(reader, filter)))
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  return Number(counted.total);
}

/** Ids in the order of `sort`; all of them without a page. */
export async function assessmentIds(
  desk: Desk,
  reader: Reader,
  query: OfficeFilter & { readonly sort: OfficeSort },
  page: { readonly offset: number; readonly limit: number } | null,
): Promise<readonly string[]> {
  const direction = query.sort.descending ? sql`desc` : sql`asc`;
  const key = sortKey(desk, query.sort);
  let select = reader
    .from('assessments')
    .leftJoin('enterprises', 'enterprises.code', 'assessments.enterprise')
    .where(passes(reader, query, await disputedIds(reader, query)))
    .select('assessment_id')
    // Blanks stand last in either direction: they are what the reader is not looking for.
    .orderBy(sql`case when ${key} is null then 1 else 0 end, ${key} ${direction}, updated_at desc, assessment_id`);
  if (page !== null) select = select.limit(page.limit).offset(page.offset);
  return (await select.execute()).map((row) => row.assessment_id);
}

/** The rows of these ids that are in scope, in the order of the ids. */
export async function rowsOf(desk: Desk, reader: Reader, ids: readonly string[]): Promise<OfficeRow[]> {
  if (ids.length === 0) return [];
  const [assessments, photos, conflicts] = await Promise.all([
    reader
      .from('assessments')
      .leftJoin('people', 'people.id', 'assessments.author')
      .where(inList(reader.kind, 'assessment_id', ids))
      .selectAll('assessments')
      .select('people.name as author_name')
      .execute(),
    photoCounts(reader, ids),
    conflictCounts(reader, ids),
  ]);
  const byId = new Map(assessments.map((row) => [row.assessment_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [toRow(desk, row, photos.get(id) ?? noPhotos, conflicts.get(id) ?? 0)];
  });
}

const noPhotos: OfficeRow['photos'] = { committed: 0, expected: 0 };

function toRow(
  desk: Desk,
  row: Tables['assessments'] & { author_name: string | null },
  photos: OfficeRow['photos'],
  conflicts: number,
): OfficeRow {
  const edition = editionOf(desk, row.definition_hash);
  const steps = edition === null ? [] : ladderOf(edition);
  const reached = steps.findIndex(({ id }) => id === row.level);
  const measures = JSON.parse(row.measures) as Readonly<Record<string, MeasureScore>>;
  return {
    assessmentId: row.assessment_id,
    enterpriseCode: row.enterprise,
    enterpriseName: row.enterprise_name,
    region: row.region,
    regionName: findRegion(row.region)?.name ?? row.region,
    definition: row.definition,
    definitionTitle: edition?.title ?? row.definition,
    edition: row.edition,
    state: stateFrom(row.state),
    level: row.level,
    levelName: row.level_name,
    ladder: { reached: row.level === null || edition === null ? null : reached + 1, of: steps.length },
    measures: Object.fromEntries(Object.entries(measures).map(([id, { score }]) => [id, score])),
    L: row.score_l,
    B: row.score_b,
    verified: verifiedOf(row),
    completeness: row.completeness,
    photos,
    conflicts,
    phoneDiffers: row.phone_differs === 1,
    author: row.author_name ?? row.author,
    submittedAt: row.submitted_at,
    updatedAt: row.updated_at,
    demo: row.demo === 1,
    followUp: row.follow_up_of !== null,
  };
}

function verifiedOf(row: Tables['assessments']): OfficeRow['verified'] {
  if (row.verified_measures === null) return null;
  const measures = JSON.parse(row.verified_measures) as Readonly<Record<string, MeasureScore>>;
  return {
    level: row.verified_level,
    levelName: row.verified_level_name,
    measures: Object.fromEntries(Object.entries(measures).map(([id, { score }]) => [id, score])),
    L: row.verified_l,
    B: row.verified_b,
    looked: row.verified_looked ?? 0,
    of: row.verified_of ?? 0,
    differing: row.verified_differing ?? 0,
  };
}

/** The projection writes only states that there are; a newer server's state reads as a draft. */
function stateFrom(state: string): AssessmentState {
  return officeStates.find((known) => known === state) ?? 'draft';
}

async function photoCounts({ from, kind }: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, OfficeRow['photos']>> {
  const rows = await from('evidence')
    .leftJoin('evidence_files', 'evidence_files.evidence_id', 'evidence.evidence_id')
    .where(inList(kind, 'assessment', ids))
    .where('voided', '=', 0)
    .groupBy('assessment')
    .select(({ fn }) => ['assessment', fn.countAll().as('expected'), fn.count('evidence_files.evidence_id').as('committed')])
    .execute();
  return new Map(rows.map((row) => [row.assessment, { committed: Number(row.committed), expected: Number(row.expected) }]));
}

/** Answers with several heads that say different things. */
async function conflictCounts({ from, kind }: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const runs = await from('register_runs')
    .selectAll()
    .where(inList(kind, 'root', ids))
    .where('split', '>', 0)
    .execute();
  const counts = new Map<string, number>();
  for (const { register } of runs.flatMap(registersOfRun)) {
    if (register.entity !== 'assessment' || !/^(?:self|verified)\//u.test(register.register)) continue;
    if (currentValue(register).kind === 'conflict') counts.set(register.entityId, (counts.get(register.entityId) ?? 0) + 1);
  }
  return counts;
}

type Where = (eb: ExpressionBuilder<Tables, 'assessments'>) => Expression<SqlBool>;

/** Null: not asked for. Registers with several heads are few; which of them say different things only their values tell. */
async function disputedIds(reader: Reader, filter: OfficeFilter): Promise<readonly string[] | null> {
  if (!filter.conflicts) return null;
  const split = await reader.from('register_runs').select('root').distinct().where('split', '>', 0).execute();
  const counts = await conflictCounts(
    reader,
    split.map(({ root }) => root),
  );
  return [...counts.keys()];
}

function passes({ kind }: Reader, filter: OfficeFilter, disputed: readonly string[] | null): Where {
  return (eb) => {
    const all: Expression<SqlBool>[] = [];
    if (filter.region !== null) all.push(eb('assessments.region', 'like', `${regionPrefix(filter.region)}%`));
    all.push(
      filter.states.length > 0 ? eb('assessments.state', 'in', [...filter.states]) : eb('assessments.state', '!=', 'voided'),
    );
    if (filter.definition !== null) all.push(eb('assessments.definition', '=', filter.definition));
    if (filter.stages.length > 0) {
      const named = filter.stages.filter((stage) => stage !== noLevel);
      const any: Expression<SqlBool>[] = named.length > 0 ? [eb('assessments.level', 'in', named)] : [];
      if (named.length < filter.stages.length) any.push(eb('assessments.level', 'is', null));
      all.push(eb.or(any));
    }
    if (filter.q !== null) {
      const found = ['assessments.enterprise_name', 'assessments.enterprise'].map((column) =>
        contains(kind, column, filter.q ?? ''),
      );
      all.push(eb.or(found));
    }
    if (filter.from !== null) all.push(eb('assessments.submitted_at', '>=', startOfDay(filter.from, 0)));
    if (filter.to !== null) all.push(eb('assessments.submitted_at', '<', startOfDay(filter.to, 1)));
    if (disputed !== null) all.push(inList(kind, 'assessments.assessment_id', disputed));
    return eb.and(all);
  };
}

/** Midnight in China, `days` later, as a UTC time. */
function startOfDay(day: string, days: number): string {
  const chinaAhead = 8 * 3_600_000;
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000 - chinaAhead).toISOString();
}

function sortKey(desk: Desk, sort: OfficeSort): RawBuilder<unknown> {
  switch (sort.key) {
    case 'submitted':
      return sql`submitted_at`;
    case 'updated':
      return sql`updated_at`;
    case 'name':
      // Pinyin order where the registry knows the firm.
      return sql`coalesce(enterprises.initials, enterprise_name)`;
    case 'region':
      return sql`assessments.region`;
    case 'state':
      return ranks('assessments.state', officeStates);
    case 'level':
      return ranks('assessments.level', [
        ...new Set(desk.definitions.flatMap(({ compiled }) => compiled.scoring.level?.levels ?? []).map(({ id }) => id)),
      ]);
    case 'L':
      return sql`score_l`;
    case 'B':
      return sql`score_b`;
    case 'completeness':
      return sql`completeness`;
    case 'photos':
      return missingPhotos;
  }
}

/** Pieces of evidence whose bytes have not arrived. */
const missingPhotos = sql`(select count(*) from evidence left join evidence_files on evidence_files.evidence_id = evidence.evidence_id
  where evidence.assessment = assessments.assessment_id and evidence.voided = 0 and evidence_files.evidence_id is null)`;

function ranks(column: string, inOrder: readonly string[]): RawBuilder<unknown> {
  if (inOrder.length === 0) return sql`0`;
  const cases = inOrder.map((value, rank) => sql`when ${value} then ${sql.lit(rank)}`);
  return sql`case ${sql.ref(column)} ${sql.join(cases, sql` `)} end`;
}
