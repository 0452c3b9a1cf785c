/** The desk's routes, to be mounted under `/api/office`. */
import { Hono, type Context } from 'hono';
import type { Actor } from '#domain/person.ts';
import type { RouteAction } from '#policy/actions.ts';
import { decide, nothing } from '#policy/decide.ts';
import { scopeOf, type Scope } from '#policy/scope.ts';
import { readQuery, writeFilter, writeSort } from '#protocol/office-query.ts';
import type { Outcome } from '#shared/outcome.ts';
import { ok, refused } from '#shared/outcome.ts';
import { problem, type Problem } from '#shared/problems.ts';
import type { AuditEvent } from '../db/audit.ts';
import type { Desk } from './desk.ts';
import { exportAssessment, exportAssessments, type ExportFile, type ExportFormat } from './export-assessments.ts';
import type { ExportLanguage } from './export-texts.ts';
import { listAssessments } from './list-assessments.ts';
import { officeFacets } from './office-facets.ts';
import { readAssessment } from './read-assessment.ts';

export type OfficePorts = {
  readonly desk: Desk;
  /** Who is signed in; null for nobody. */
  readonly actorOf: (context: Context) => Promise<Actor | null>;
  readonly audit: (event: AuditEvent) => Promise<void>;
  /** The server's one way of saying no. */
  readonly refuse: (context: Context, reason: Problem) => Response;
};

export function officeRoutes(ports: OfficePorts): Hono {
  const { desk, refuse } = ports;
  const admit = async (context: Context, action: RouteAction): Promise<Outcome<Admitted>> => {
    const actor = await ports.actorOf(context);
    const decision = decide(actor, action, nothing);
    if (decision.kind === 'denied') return refused(decision.problem);
    if (actor === null) throw new Error(`officeRoutes: ${action} is open to anyone, it has no scope`);
    return ok({ person: actor.person, scope: scopeOf(actor) });
  };
  const routes = new Hono();

  routes.get('/facets', async (context) => {
    const admitted = await admit(context, 'office.list');
    if (admitted.kind === 'refused') return refuse(context, admitted.problem);
    return context.json(officeFacets(desk, admitted.value.scope));
  });

  routes.get('/assessments', async (context) => {
    const admitted = await admit(context, 'office.list');
    if (admitted.kind === 'refused') return refuse(context, admitted.problem);
    const { scope } = admitted.value;
    const query = queryOf(context);
    if (query.kind === 'refused') return refuse(context, query.problem);
    return context.json(await listAssessments(desk, scope, query.value));
  });

  routes.get('/assessments/:id', async (context) => {
    const admitted = await admit(context, 'office.read');
    if (admitted.kind === 'refused') return refuse(context, admitted.problem);
    const { scope } = admitted.value;
    const detail = await readAssessment(desk, scope, context.req.param('id'), { history: true });
    return detail === null ? refuse(context, problem('access.not-found')) : context.json(detail);
  });

  routes.get('/export/:file{assessments\\.(?:xlsx|csv)}', async (context) => {
    const admitted = await admit(context, 'office.export');
    if (admitted.kind === 'refused') return refuse(context, admitted.problem);
    const { scope, person } = admitted.value;
    const query = queryOf(context);
    if (query.kind === 'refused') return refuse(context, query.problem);
    const order = { format: formatOf(context.req.param('file')), content: contentOf(context), language: languageOf(context) };
    const file = await exportAssessments(desk, scope, query.value, order);
    if (file.kind === 'refused') return refuse(context, file.problem);
    await ports.audit({
      kind: 'office.export',
      person,
      subject: 'assessments',
      detail: JSON.stringify({
        ...Object.fromEntries(writeFilter(query.value)),
        sort: writeSort(query.value.sort),
        content: order.content,
        format: order.format,
        count: file.value.count,
      }),
    });
    return fileResponse(file.value);
  });

  routes.get('/assessments/:id/:file{export\\.(?:xlsx|csv)}', async (context) => {
    const admitted = await admit(context, 'office.export');
    if (admitted.kind === 'refused') return refuse(context, admitted.problem);
    const { scope, person } = admitted.value;
    const { id, file: name } = context.req.param();
    const format = formatOf(name);
    const file = await exportAssessment(desk, scope, id, { format, language: languageOf(context) });
    if (file.kind === 'refused') return refuse(context, file.problem);
    await ports.audit({
      kind: 'office.export',
      person,
      subject: id,
      detail: JSON.stringify({ content: 'answers', format, count: 1 }),
    });
    return fileResponse(file.value);
  });

  return routes;
}

type Admitted = { readonly person: string; readonly scope: Scope };

function queryOf(context: Context): Outcome<ReturnType<typeof readQuery>['query']> {
  const { query, bad } = readQuery(new URL(context.req.url).searchParams);
  return bad.length === 0 ? ok(query) : refused(problem('input.malformed', { parameters: bad.join(', ') }));
}

function formatOf(fileName: string): ExportFormat {
  return fileName.endsWith('.csv') ? 'csv' : 'xlsx';
}

function contentOf(context: Context): 'list' | 'answers' {
  return context.req.query('content') === 'answers' ? 'answers' : 'list';
}

function languageOf(context: Context): ExportLanguage {
  return context.req.query('lang') === 'en' ? 'en' : 'zh-CN';
}

function fileResponse(file: ExportFile): Response {
  const ascii = file.fileName.replace(/[^\w.-]+/gu, '_');
  return new Response(file.body instanceof Uint8Array ? file.body : textStream(file.body), {
    headers: {
      'content-type': file.contentType,
      'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      'x-content-type-options': 'nosniff',
    },
  });
}

/** Asks for the next piece only when the last one was taken, and stops asking when the reader goes away. */
function textStream(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
}
