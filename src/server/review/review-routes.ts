/** The reviewer's desk: what waits, one of it, and what is decided. */
import type * as z from 'zod/mini';
import type { DecidedBy } from '#domain/assessment.ts';
import type { Actor } from '#domain/person.ts';
import { scopeOf } from '#policy/scope.ts';
import {
  amendRequestSchema,
  approveCleanRequestSchema,
  assignRequestSchema,
  decideRequestSchema,
  gradesRequestSchema,
  readQueue,
  remarksRequestSchema,
  returnRequestSchema,
} from '#protocol/review-wire.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { PersonId } from '#shared/ids.ts';
import type { RouteAction } from '#policy/actions.ts';
import type { ServerContext } from '../context.ts';
import { within } from '../db/within.ts';
import { readJson, smallBody } from '../http/read-json.ts';
import { problemReply } from '../http/reply.ts';
import type { RouteContext } from '../http/reply.ts';
import type { RouteTable } from '../http/routes.ts';
import { rowsOf } from '../office/list-assessments.ts';
import type { Desk } from '../office/desk.ts';
import { approveClean } from './approve-clean.ts';
import { decideAssessment } from './decide-assessment.ts';
import type { DecisionOrder, Seen } from './decide-assessment.ts';
import { listQueue, reviewersOf } from './list-queue.ts';
import { readReview, readVersion } from './read-review.ts';
import { readAgreement, readSecond } from './second-review.ts';
import { writeGrades, writeRemarks, writeReviewer } from './write-remarks.ts';

/** Comments of many questions at once. */
const remarksBody = 512 * 1024;

export function reviewRoutes(routes: RouteTable, server: ServerContext, desk: Desk): void {
  const { open } = server;

  routes.signed('GET', '/api/office/review', 'office.queue', async (c, actor) => {
    const query = readQueue(new URL(c.req.url).searchParams);
    if (query === null) return problemReply(c, problem('input.malformed', { field: 'query' }));
    return c.json(await within(open, scopeOf(actor), (reader) => listQueue(desk, reader, query, server.now())));
  });

  routes.signed('GET', '/api/office/review/agreement', 'office.queue', async (c, actor) =>
    c.json(await within(open, scopeOf(actor), (reader) => readAgreement(desk, reader))),
  );

  routes.signed('POST', '/api/office/review/approve-clean', 'office.review', async (c, actor) => {
    const request = await readJson(c, approveCleanRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    return c.json(await approveClean(server, desk, { scope: scopeOf(actor), by: signer(c, actor) }, request.value.items));
  });

  routes.signed('GET', '/api/office/review/:id', 'office.queue', async (c, actor) => {
    const review = await within(open, scopeOf(actor), (reader) => readReview(desk, reader, idOf(c)));
    return review === null ? problemReply(c, problem('access.not-found')) : c.json(review);
  });

  routes.signed('GET', '/api/office/review/:id/versions/:version', 'office.read', async (c, actor) => {
    const version = Number(c.req.param('version'));
    const read = await within(open, scopeOf(actor), (reader) => readVersion(desk, reader, idOf(c), version));
    return read === null ? problemReply(c, problem('access.not-found')) : c.json(read);
  });

  routes.signed('GET', '/api/office/review/:id/second', 'office.queue', async (c, actor) => {
    const second = await within(open, scopeOf(actor), (reader) => readSecond(desk, reader, idOf(c)));
    return second === null ? problemReply(c, problem('access.not-found')) : c.json(second);
  });

  /** A command about one assessment in the actor's scope. */
  const command = <T>(
    name: string,
    action: RouteAction,
    schema: z.ZodMiniType<T>,
    run: (by: DecidedBy, id: string, request: T, actor: Actor) => Promise<Outcome<null>>,
  ): void =>
    routes.signed('POST', `/api/office/review/:id/${name}`, action, async (c, actor) => {
      const request = await readJson(c, schema, remarksBody);
      if (request.kind === 'refused') return problemReply(c, request.problem);
      const [row] = await within(open, scopeOf(actor), (reader) => rowsOf(desk, reader, [idOf(c)]));
      if (row === undefined) return problemReply(c, problem('access.not-found'));
      const done = await run(signer(c, actor), row.assessmentId, request.value, actor);
      return done.kind === 'refused' ? problemReply(c, done.problem) : c.body(null, 204);
    });
  const decide =
    <T extends Seen>(orderOf: (request: T) => DecisionOrder) =>
    (by: DecidedBy, id: string, request: T, actor: Actor): Promise<Outcome<null>> =>
      decideAssessment(server, { scope: scopeOf(actor), by }, id, { heads: request.heads, root: request.root }, orderOf(request));

  command(
    'return',
    'office.review',
    returnRequestSchema,
    decide(({ reason, deadline, items }) => ({ kind: 'return', reason, deadline, items })),
  );
  command(
    'approve',
    'office.review',
    decideRequestSchema,
    decide(() => ({ kind: 'approve' })),
  );
  command(
    'seal',
    'office.seal',
    decideRequestSchema,
    decide(() => ({ kind: 'seal' })),
  );
  command(
    'amend',
    'office.seal',
    amendRequestSchema,
    decide(({ reason }) => ({ kind: 'amend', reason })),
  );
  command('remarks', 'office.review', remarksRequestSchema, async (by, id, { remarks }) => {
    await writeRemarks(server, by, id, remarks);
    return ok(null);
  });
  command('assign', 'office.review', assignRequestSchema, async (by, id, { slot, person }, actor) =>
    assign(server, desk, { by, id, slot, person, actor }),
  );
  command('grades', 'office.review', gradesRequestSchema, async (by, id, { grades }, actor) => {
    const second = await within(open, scopeOf(actor), (reader) => readSecond(desk, reader, id));
    if (second?.mine !== true) return refused(problem('review.not-assigned'));
    const choices = new Map(second.clauses.map((clause) => [clause.path, clause.choices.length]));
    if (grades.some(({ path, grade }) => (grade ?? 0) >= (choices.get(path) ?? 0)))
      return refused(problem('input.malformed', { field: 'grades' }));
    await writeGrades(server, by, id, grades);
    return ok(null);
  });
}

type Assigning = {
  readonly by: DecidedBy;
  readonly id: string;
  readonly slot: 'first' | 'second';
  readonly person: string | null;
  readonly actor: Actor;
};

/** Both are reviewers of this region, and they are two. */
async function assign(server: ServerContext, desk: Desk, { by, id, slot, person, actor }: Assigning): Promise<Outcome<null>> {
  const found = await within(server.open, scopeOf(actor), async (reader) => ({
    reviewers: await reviewersOf(reader),
    review: await readReview(desk, reader, id),
  }));
  const reviewer = found.reviewers.find((candidate) => candidate.person === person);
  if (person !== null && reviewer === undefined) return refused(problem('access.not-found'));
  const other = slot === 'first' ? found.review?.second : found.review?.reviewer;
  const decidedBy = slot === 'second' && found.review?.decision?.person === person;
  if (reviewer !== undefined && (other?.person === person || decidedBy)) return refused(problem('review.not-assigned'));
  const named = reviewer === undefined ? null : { person: reviewer.person as PersonId, name: reviewer.name };
  await writeReviewer(server, by, id, slot, named);
  return ok(null);
}

function idOf(c: RouteContext): string {
  return c.req.param('id') ?? '';
}

function signer(c: RouteContext, actor: Actor): DecidedBy {
  return { person: actor.person, name: c.var.signedIn?.person.name ?? '' };
}
