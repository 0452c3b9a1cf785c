/** The desk's routes: what a reviewer reads and takes along. */
import { scopeOf } from '#policy/scope.ts';
import { readQuery, writeFilter, writeSort, type OfficeQuery } from '#protocol/office-query.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { within } from '../db/within.ts';
import { exportLimits } from '../http/export-limits.ts';
import { problemReply, type RouteContext } from '../http/reply.ts';
import type { RouteTable } from '../http/routes.ts';
import { actionRoutes } from './action-routes.ts';
import { reviewRoutes } from '../review/review-routes.ts';
import type { Desk } from './desk.ts';
import { exportAssessment, exportAssessments, type ExportFile, type ExportFormat } from './export-assessments.ts';
import { exportPack } from './export-pack.ts';
import type { ExportLanguage } from './export-texts.ts';
import { listAssessments } from './list-assessments.ts';
import { officeFacets } from './office-facets.ts';
import { quarantineRoutes } from './quarantine-routes.ts';
import { readAssessment } from './read-assessment.ts';

export function officeRoutes(routes: RouteTable, server: ServerContext): void {
  const { open } = server;
  const desk: Desk = { open, definitions: server.catalogue.loaded, beaconTime: server.beacons.read };
  const audit = (person: string, subject: string, detail: Readonly<Record<string, string | number>>): Promise<void> =>
    recordAudit(
      open.db,
      open.kind,
      { kind: 'office.export', person, subject, detail: JSON.stringify(detail) },
      new Date(server.now()).toISOString(),
    );

  const limits = exportLimits(server.now);

  quarantineRoutes(routes, server, desk);
  actionRoutes(routes, { desk, now: server.now, limits, audit, fileReply });
  reviewRoutes(routes, server, desk);

  routes.signed('GET', '/api/office/facets', 'office.list', (c, actor) => c.json(officeFacets(desk, scopeOf(actor))));

  routes.signed('GET', '/api/office/assessments', 'office.list', async (c, actor) => {
    const query = queryOf(c);
    if (query.kind === 'refused') return problemReply(c, query.problem);
    return c.json(await within(open, scopeOf(actor), (reader) => listAssessments(desk, reader, query.value)));
  });

  routes.signed('GET', '/api/office/assessments/:id', 'office.read', async (c, actor) => {
    const detail = await within(open, scopeOf(actor), (reader) =>
      readAssessment(desk, reader, c.req.param('id') ?? '', { history: true }),
    );
    return detail === null ? problemReply(c, problem('access.not-found')) : c.json(detail);
  });

  routes.signed('GET', '/api/office/export/:file{assessments\\.(?:xlsx|csv)}', 'office.export', async (c, actor) => {
    const query = queryOf(c);
    if (query.kind === 'refused') return problemReply(c, query.problem);
    const order = { format: formatOf(c), content: contentOf(c), language: languageOf(c) };
    const limited = limits.take(actor.person, 'list');
    if (limited !== null) return problemReply(c, limited);
    const file = await exportAssessments(desk, scopeOf(actor), query.value, order);
    if (file.kind === 'refused') return problemReply(c, file.problem);
    await audit(actor.person, 'assessments', {
      ...Object.fromEntries(writeFilter(query.value)),
      sort: writeSort(query.value.sort),
      content: order.content,
      format: order.format,
      count: file.value.count,
    });
    return fileReply(file.value);
  });

  routes.signed('GET', '/api/office/assessments/:id/:file{export\\.(?:xlsx|csv)}', 'office.export', async (c, actor) => {
    const id = c.req.param('id') ?? '';
    const order = { format: formatOf(c), language: languageOf(c) };
    const file = await exportAssessment(desk, scopeOf(actor), id, order);
    if (file.kind === 'refused') return problemReply(c, file.problem);
    const limited = limits.take(actor.person, 'assessment');
    if (limited !== null) return problemReply(c, limited);
    await audit(actor.person, id, { content: 'answers', format: order.format, count: 1 });
    return fileReply(file.value);
  });

  routes.signed('GET', '/api/office/assessments/:id/evidence-pack.zip', 'office.export', async (c, actor) => {
    const limited = limits.take(actor.person, 'assessment');
    if (limited !== null) return problemReply(c, limited);
    const id = c.req.param('id') ?? '';
    const file = await exportPack(server, desk, scopeOf(actor), id);
    if (file.kind === 'refused') return problemReply(c, file.problem);
    await audit(actor.person, id, { content: 'evidence-pack', format: 'zip', count: 1 });
    return fileReply(file.value);
  });
}

function queryOf(c: RouteContext): Outcome<OfficeQuery> {
  const { query, bad } = readQuery(new URL(c.req.url).searchParams);
  return bad.length === 0 ? ok(query) : refused(problem('input.malformed', { parameters: bad.join(', ') }));
}

function formatOf(c: RouteContext): ExportFormat {
  return c.req.path.endsWith('.csv') ? 'csv' : 'xlsx';
}

function contentOf(c: RouteContext): 'list' | 'answers' {
  return c.req.query('content') === 'answers' ? 'answers' : 'list';
}

function languageOf(c: RouteContext): ExportLanguage {
  return c.req.query('lang') === 'en' ? 'en' : 'zh-CN';
}

function fileReply(file: ExportFile): Response {
  const ascii = file.fileName.replace(/[^\w.-]+/gu, '_');
  return new Response(file.body instanceof Uint8Array ? file.body : streamOf(file.body), {
    headers: {
      'content-type': file.contentType,
      'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    },
  });
}

/** Asks for the next piece only when the last one was taken, and stops asking when the reader goes away. */
function streamOf(pieces: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(typeof next.value === 'string' ? encoder.encode(next.value) : next.value);
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
}
