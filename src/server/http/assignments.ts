/** Which firms people go with, kept by reviewers and administrators: the firm and the person both of their own region. */
import type { Actor } from '#domain/person.ts';
import { isWithin, pathName, regionPrefix } from '#domain/regions.ts';
import { scopeOf } from '#policy/scope.ts';
import { assignmentRequestSchema } from '#protocol/assignments-wire.ts';
import type { AssignmentChoices, AssignmentRow } from '#protocol/assignments-wire.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { assign, endAssignment } from '../auth/assignments.ts';
import type { Assignment } from '../auth/assignments.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { contains } from '../db/contains.ts';
import { within } from '../db/within.ts';
import { readJson, smallBody } from './read-json.ts';
import { problemReply } from './reply.ts';
import type { RouteContext } from './reply.ts';
import type { RouteTable } from './routes.ts';

export function assignmentRoutes(routes: RouteTable, server: ServerContext): void {
  const { open } = server;
  const change = async (c: RouteContext, actor: Actor, kind: 'assigned' | 'ended'): Promise<Response> => {
    const request = await readJson(c, assignmentRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const judged = await judge(server, actor, request.value);
    if (judged.kind === 'refused') return problemReply(c, judged.problem);
    // Nobody gives themselves more to see.
    if (request.value.person === actor.person) return problemReply(c, problem('access.denied', { action: 'assignments.write' }));
    if (kind === 'assigned' && !judged.value.reaches) return problemReply(c, problem('assignment.outside'));
    const at = new Date(server.now()).toISOString();
    const done = await (kind === 'assigned' ? assign : endAssignment)(open.db, request.value, actor.person, at);
    const { person, enterprise } = request.value;
    const event = { kind: `assignment.${kind}`, person: actor.person, subject: person, detail: enterprise };
    if (done) await recordAudit(open.db, open.kind, event, at);
    return c.body(null, 204);
  };

  routes.signed('GET', '/api/office/assignments', 'assignments.read', async (c, actor) => {
    const only = { person: c.req.query('person') ?? null, enterprise: c.req.query('enterprise') ?? null };
    return c.json({ assignments: await listAssignments(server, actor, only) });
  });
  /** `?person=` and `?firm=` search; the one that is not asked for stays empty. */
  routes.signed('GET', '/api/office/assignments/choices', 'assignments.write', async (c, actor) => {
    const searched = { person: c.req.query('person')?.slice(0, 100) ?? null, firm: c.req.query('firm')?.slice(0, 100) ?? null };
    return c.json(await choices(server, actor, searched));
  });
  routes.signed('POST', '/api/office/assignments', 'assignments.write', (c, actor) => change(c, actor, 'assigned'));
  routes.signed('POST', '/api/office/assignments/end', 'assignments.write', (c, actor) => change(c, actor, 'ended'));
}

/** Somebody, or a firm, out of scope reads like nobody. `reaches`: the firm lies where the person works. */
async function judge(
  { open }: ServerContext,
  actor: Actor,
  { person, enterprise }: Assignment,
): Promise<Outcome<{ readonly reaches: boolean }>> {
  const found = await within(open, scopeOf(actor), async ({ db, from, scope }) => ({
    firm: await from('enterprises').select('region').where('code', '=', enterprise).executeTakeFirst(),
    somebody: await db
      .selectFrom('people')
      .select('region')
      .where('id', '=', person)
      .where('role', '!=', 'server')
      .where('region', 'like', `${scope.prefix}%`)
      .executeTakeFirst(),
  }));
  if (found.firm === undefined || found.somebody === undefined) return refused(problem('access.not-found'));
  return ok({ reaches: isWithin(found.firm.region, found.somebody.region) });
}

function listAssignments(
  { open }: ServerContext,
  actor: Actor,
  only: { readonly [key in keyof Assignment]: string | null },
): Promise<AssignmentRow[]> {
  return within(open, scopeOf(actor), ({ from }) =>
    from('enterprises')
      .innerJoin('assignments', 'assignments.enterprise', 'enterprises.code')
      .innerJoin('people', 'people.id', 'assignments.person')
      .leftJoin('people as maker', 'maker.id', 'assignments.made_by')
      .leftJoin('people as ender', 'ender.id', 'assignments.ended_by')
      .where('people.region', 'like', `${regionPrefix(actor.region)}%`)
      .$if(only.person !== null, (query) => query.where('assignments.person', '=', only.person ?? ''))
      .$if(only.enterprise !== null, (query) => query.where('assignments.enterprise', '=', only.enterprise ?? ''))
      .select(['assignments.person', 'people.account', 'people.name', 'people.role', 'assignments.enterprise'])
      .select(['enterprises.name as enterpriseName', 'assignments.since', 'assignments.until'])
      .select(({ fn, ref }) => fn.coalesce('maker.name', ref('assignments.made_by')).as('madeBy'))
      .select(({ fn }) => fn.coalesce('ender.name', 'assignments.ended_by').as('endedBy'))
      .orderBy(({ eb }) => eb.case().when('until', 'is', null).then(0).else(1).end())
      .orderBy('assignments.since_gsn', 'desc')
      .limit(5000)
      .execute(),
  );
}

/** People who work in the field and may still sign in, and firms, both of the actor's region. */
function choices(
  { open }: ServerContext,
  actor: Actor,
  searched: { readonly person: string | null; readonly firm: string | null },
): Promise<AssignmentChoices> {
  const first = 20;
  return within(open, scopeOf(actor), async ({ db, from, kind, scope }) => {
    const people =
      searched.person === null
        ? []
        : await db
            .selectFrom('people')
            .select(['id', 'account', 'name', 'role', 'region'])
            .where('region', 'like', `${scope.prefix}%`)
            .where('role', 'in', ['deputy-gm', 'surveyor', 'inspector'])
            .where('disabled_at', 'is', null)
            .where('id', '!=', actor.person)
            .where(({ or }) => or(['name', 'account'].map((column) => contains(kind, column, searched.person ?? ''))))
            .orderBy(({ eb }) => eb.case().when('role', '=', 'deputy-gm').then(0).else(1).end())
            .orderBy('account')
            .limit(first)
            .execute();
    const firms =
      searched.firm === null
        ? []
        : await from('enterprises')
            .select(['code', 'name', 'region'])
            .where(({ or }) => or(['name', 'code', 'initials'].map((column) => contains(kind, column, searched.firm ?? ''))))
            .orderBy('initials')
            .orderBy('code')
            .limit(first)
            .execute();
    const placed = <T extends { readonly region: string }>(row: T) => ({ ...row, regionName: pathName(row.region) });
    return { people: people.map(placed), firms: firms.map(placed) };
  });
}
