/** The desk's routes about actions. */
import { scopeOf, type Scope } from '#policy/scope.ts';
import { readActionsQuery, writeActionsQuery, type ActionsFilter, type OfficeAction } from '#protocol/actions-wire.ts';
import { problem } from '#shared/problems.ts';
import { within } from '../db/within.ts';
import type { exportLimits } from '../http/export-limits.ts';
import { problemReply } from '../http/reply.ts';
import type { RouteTable } from '../http/routes.ts';
import { actionsFileName, actionsTable } from './actions-table.ts';
import type { Desk } from './desk.ts';
import type { ExportFile } from './export-assessments.ts';
import { actionIds, actionRows, listActions } from './list-actions.ts';
import { chinaTime } from './list-table.ts';
import { readAction } from './read-action.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

type Surroundings = {
  readonly desk: Desk;
  readonly now: () => number;
  readonly limits: ReturnType<typeof exportLimits>;
  readonly audit: (person: string, subject: string, detail: Readonly<Record<string, string | number>>) => Promise<void>;
  readonly fileReply: (file: ExportFile) => Response;
};

export function actionRoutes(routes: RouteTable, { desk, now, limits, audit, fileReply }: Surroundings): void {
  const today = (): string => (chinaTime(new Date(now()).toISOString()) ?? '').slice(0, 10);

  routes.signed('GET', '/api/office/actions', 'office.list', async (c, actor) => {
    const { query, bad } = readActionsQuery(new URL(c.req.url).searchParams);
    if (bad.length > 0) return problemReply(c, problem('input.malformed', { parameters: bad.join(', ') }));
    return c.json(await within(desk.open, scopeOf(actor), (reader) => listActions(desk, reader, query, today())));
  });

  routes.signed('GET', '/api/office/actions/:id', 'office.read', async (c, actor) => {
    const id = c.req.param('id') ?? '';
    const detail = await within(desk.open, scopeOf(actor), (reader) => readAction(desk, reader, id, today()));
    return detail === null ? problemReply(c, problem('access.not-found')) : c.json(detail);
  });

  routes.signed('GET', '/api/office/export/:file{actions\\.(?:xlsx|csv)}', 'office.export', async (c, actor) => {
    const { query, bad } = readActionsQuery(new URL(c.req.url).searchParams);
    if (bad.length > 0) return problemReply(c, problem('input.malformed', { parameters: bad.join(', ') }));
    const limited = limits.take(actor.person, 'list');
    if (limited !== null) return problemReply(c, limited);
    const format = c.req.path.endsWith('.csv') ? 'csv' : 'xlsx';
    const language = c.req.query('lang') === 'en' ? 'en' : 'zh-CN';
    const scope = scopeOf(actor);
    const ids = await within(desk.open, scope, (reader) => actionIds(reader, query, today(), null));
    const table = actionsTable(inBatches(desk, scope, ids, today()), language);
    await audit(actor.person, 'actions', {
      ...Object.fromEntries(writeActionsQuery({ ...(query satisfies ActionsFilter), offset: 0 })),
      content: 'actions',
      format,
      count: ids.length,
    });
    const fileName = `${actionsFileName(language)}.${format}`;
    return fileReply(
      format === 'csv'
        ? { fileName, contentType: 'text/csv; charset=utf-8', count: ids.length, body: writeCsv(table) }
        : { fileName, contentType: workbook, count: ids.length, body: await writeXlsx([table]) },
    );
  });
}

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const batchSize = 500;

async function* inBatches(desk: Desk, scope: Scope, ids: readonly string[], today: string): AsyncGenerator<OfficeAction> {
  for (let from = 0; from < ids.length; from += batchSize)
    yield* await within(desk.open, scope, (reader) => actionRows(desk, reader, ids.slice(from, from + batchSize), today));
}
