import { sql, type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool } from 'kysely';
import { actionStates, severities } from '#domain/finding.ts';
import { findRegion, regionPrefix } from '#domain/regions.ts';
import { actionsPageSize, actionViews } from '#protocol/actions-wire.ts';
import type { ActionsFilter, ActionsQuery, ActionsReply, ActionView, OfficeAction } from '#protocol/actions-wire.ts';
import { inList } from '../db/bulk.ts';
import type { DatabaseKind, Tables } from '../db/schema.ts';
import type { Reader } from '../db/within.ts';
import { newestEditions, type Desk } from './desk.ts';

/** `today` is China's, `2026-11-21`. */
export async function listActions(desk: Desk, reader: Reader, query: ActionsQuery, today: string): Promise<ActionsReply> {
  const rest: ActionsFilter = { ...query, view: 'all' };
  const counted = await Promise.all(
    actionViews.map(async (view) => [view, await countActions(reader, { ...rest, view }, today)] as const),
  );
  const ids = await actionIds(reader, query, today, { offset: query.offset, limit: actionsPageSize });
  const authors = await reader
    .from('actions')
    .leftJoin('people', 'people.id', 'actions.author')
    .where('voided', '=', 0)
    .select(['actions.author as id', 'people.name as name'])
    .distinct()
    .execute();
  const counts = Object.fromEntries(counted) as Record<ActionView, number>;
  return {
    total: counts[query.view],
    counts,
    authors: authors
      .map(({ id, name }) => ({ id, name: name ?? id }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'zh-Hans-CN')),
    rows: await actionRows(desk, reader, ids, today),
  };
}

async function countActions(reader: Reader, filter: ActionsFilter, today: string): Promise<number> {
  const counted = await reader
    .from('actions')
    .where(passes(reader.kind, filter, today))
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  return Number(counted.total);
}

/** Due first, those without a day last; all of them without a page. */
export async function actionIds(
  reader: Reader,
  filter: ActionsFilter,
  today: string,
  page: { readonly offset: number; readonly limit: number } | null,
): Promise<readonly string[]> {
  let select = reader
    .from('actions')
    .where(passes(reader.kind, filter, today))
    .select('action_id')
    .orderBy(sql`case when due is null then 1 else 0 end, due, action_id`);
  if (page !== null) select = select.limit(page.limit).offset(page.offset);
  return (await select.execute()).map(({ action_id }) => action_id);
}

/** The actions of these ids that are in scope, in the order of the ids. */
export async function actionRows(desk: Desk, reader: Reader, ids: readonly string[], today: string): Promise<OfficeAction[]> {
  if (ids.length === 0) return [];
  const rows = await reader
    .from('actions')
    .leftJoin('people', 'people.id', 'actions.author')
    .where(inList(reader.kind, 'action_id', ids))
    .selectAll('actions')
    .select('people.name as author_name')
    .execute();
  const titles = new Map(newestEditions(desk).map(({ id, title }) => [id, title]));
  const byId = new Map(rows.map((row) => [row.action_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [toAction(row, titles, today)];
  });
}

function toAction(
  row: Tables['actions'] & { readonly author_name: string | null },
  titles: ReadonlyMap<string, string>,
  today: string,
): OfficeAction {
  const state = actionStates.find((known) => known === row.state) ?? 'open';
  const proven = row.proven === 1;
  const done = state === 'dropped' || (state === 'closed' && proven);
  return {
    actionId: row.action_id,
    enterpriseCode: row.enterprise,
    enterpriseName: row.enterprise_name,
    region: row.region,
    regionName: findRegion(row.region)?.name ?? row.region,
    title: row.title,
    severity: severities.find((known) => known === row.severity) ?? 'minor',
    ownerName: row.owner_name,
    due: row.due,
    gain: row.gain,
    state,
    proven,
    overdue: !done && row.due !== null && row.due < today,
    definitionTitle: row.definition === null ? null : (titles.get(row.definition) ?? row.definition),
    author: row.author_name ?? row.author,
    updatedAt: row.updated_at,
    demo: row.demo === 1,
  };
}

type Where = (eb: ExpressionBuilder<Tables, 'actions'>) => Expression<SqlBool>;

function passes(kind: DatabaseKind, { view, region, author, q }: ActionsFilter, today: string): Where {
  return (eb) => {
    const all: Expression<SqlBool>[] = [eb('actions.voided', '=', 0), inView(eb, view, today)];
    if (region !== null) all.push(eb('actions.region', 'like', `${regionPrefix(region)}%`));
    if (author !== null) all.push(eb('actions.author', '=', author));
    if (q !== null) {
      const part = `%${q.replace(/[\\%_]/gu, String.raw`\$&`)}%`;
      const columns = ['enterprise_name', 'enterprise', 'title', 'owner_name'];
      all.push(eb.or(columns.map((column) => contains(kind, `actions.${column}`, part))));
    }
    return eb.and(all);
  };
}

function inView(eb: ExpressionBuilder<Tables, 'actions'>, view: ActionView, today: string): Expression<SqlBool> {
  const unproven = eb.and([eb('actions.state', '=', 'closed'), eb('actions.proven', '=', 0)]);
  switch (view) {
    case 'all':
      return eb.and([]);
    case 'overdue':
      return eb.and([eb.or([eb('actions.state', 'in', ['open', 'reported']), unproven]), eb('actions.due', '<', today)]);
    case 'unproven':
      return unproven;
    case 'closed':
      return eb.and([eb('actions.state', '=', 'closed'), eb('actions.proven', '=', 1)]);
    case 'open':
    case 'reported':
    case 'dropped':
      return eb('actions.state', '=', view);
  }
}

/** SQLite's `like` ignores the case of ASCII letters by itself. */
function contains(kind: DatabaseKind, column: string, part: string): RawBuilder<boolean> {
  const like = kind === 'sqlite' ? sql`like` : sql`ilike`;
  return sql<boolean>`${sql.ref(column)} ${like} ${part} escape '\\'`;
}
