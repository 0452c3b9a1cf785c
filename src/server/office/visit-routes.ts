/** The desk's plan of visits: what is planned in scope, planning for others, changing and calling off. */
import { randomBytes } from 'node:crypto';
import type { Actor } from '#domain/person.ts';
import { findRegion, isWithin, regionPrefix } from '#domain/regions.ts';
import type { VisitPlan, VisitRecord } from '#domain/visit.ts';
import { projectVisit } from '#oplog/project-visit.ts';
import type { OpDraft, Register } from '#oplog/op.ts';
import { currentValue } from '#oplog/register.ts';
import { scopeOf } from '#policy/scope.ts';
import { cancelRequestSchema, visitChangeSchema, visitRequestSchema } from '#protocol/visits-wire.ts';
import type { Colleague, VisitChange, VisitRequest } from '#protocol/visits-wire.ts';
import type { EntityId, PersonId, RegionCode } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { inList } from '../db/bulk.ts';
import { registersWithin } from '../db/register-runs.ts';
import { within } from '../db/within.ts';
import type { Reader } from '../db/within.ts';
import { readJson, smallBody } from '../http/read-json.ts';
import { problemReply } from '../http/reply.ts';
import type { RouteTable } from '../http/routes.ts';
import { appendAsServer, appendIf } from '../server-chain.ts';
import { listVisits, visitsQuery } from './list-visits.ts';

const goes = ['surveyor', 'deputy-gm', 'inspector'] as const;

export function visitRoutes(routes: RouteTable, server: ServerContext): void {
  const { open } = server;
  const audit = (actor: Actor, kind: string, subject: string, detail: string): Promise<void> =>
    recordAudit(open.db, open.kind, { kind, person: actor.person, subject, detail }, new Date(server.now()).toISOString());

  routes.signed('GET', '/api/colleagues', 'colleagues.read', async (c, actor) =>
    c.json({ colleagues: await within(open, scopeOf(actor), (reader) => listColleagues(reader, actor.region)) }),
  );

  routes.signed('GET', '/api/office/visits', 'visits.read', async (c, actor) => {
    const query = visitsQuery(new URL(c.req.url).searchParams);
    if (query === null) return problemReply(c, problem('input.malformed', { field: 'query' }));
    return c.json(await within(open, scopeOf(actor), (reader) => listVisits(reader, query)));
  });

  routes.signed('POST', '/api/office/visits', 'visits.plan', async (c, actor) => {
    const request = await readJson(c, visitRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const draft = await within(open, scopeOf(actor), (reader) => planned(reader, actor, request.value));
    if (draft.kind === 'refused') return problemReply(c, draft.problem);
    const { receipts } = await appendAsServer(server, [[draft.value]]);
    if (receipts.some(({ state }) => state === 'quarantined')) throw new Error(`visit ${draft.value.entityId} was set aside`);
    await audit(actor, 'visit.planned', draft.value.entityId, `${request.value.enterprise} ${request.value.date}`);
    return c.json({ visitId: draft.value.entityId });
  });

  routes.signed('GET', '/api/office/visits/:id', 'visits.plan', async (c, actor) => {
    const held = await within(open, scopeOf(actor), (reader) => registersWithin(reader, [c.req.param('id') ?? '']));
    const visit = projectVisit(held.map(({ register }) => register));
    if (visit === null) return problemReply(c, problem('access.not-found'));
    const { date, time, purpose, instruments, people, every, note } = visit.record;
    return c.json({ date, time, purpose, instruments, people, every, note } satisfies VisitPlan);
  });

  routes.signed('POST', '/api/office/visits/:id/change', 'visits.plan', async (c, actor) => {
    const request = await readJson(c, visitChangeSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const id = (c.req.param('id') ?? '') as EntityId;
    const drafts = await within(open, scopeOf(actor), (reader) => changed(reader, actor, id, request.value));
    if (drafts.kind === 'refused') return problemReply(c, drafts.problem);
    if (drafts.value.length > 0) {
      const written = await appendWhilePlanned(server, id, drafts.value);
      if (written.kind === 'refused') return problemReply(c, written.problem);
      await audit(actor, 'visit.changed', id, drafts.value.map(({ field }) => field).join(' '));
    }
    return c.body(null, 204);
  });

  routes.signed('POST', '/api/office/visits/:id/cancel', 'visits.plan', async (c, actor) => {
    const request = await readJson(c, cancelRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const id = (c.req.param('id') ?? '') as EntityId;
    const visit = await within(open, scopeOf(actor), ({ from }) =>
      from('visits').select('visit_id').where('visit_id', '=', id).executeTakeFirst(),
    );
    if (visit === undefined) return problemReply(c, problem('access.not-found'));
    const { reason } = request.value;
    const draft: OpDraft = { ...visitDraft('void', id), reason, basis: { by: actor.person } };
    const written = await appendWhilePlanned(server, id, [draft]);
    // Called off already: what was asked for is so.
    if (written.kind === 'refused' && written.problem.code !== 'visit.cancelled') return problemReply(c, written.problem);
    if (written.kind === 'ok') await audit(actor, 'visit.cancelled', id, reason);
    return c.body(null, 204);
  });
}

async function appendWhilePlanned(server: ServerContext, id: EntityId, step: readonly OpDraft[]): Promise<Outcome<null>> {
  const written = await appendIf(server, step, async (tx) => beyondPlan(await tx.registersOwnedBy(id)));
  if (written.kind === 'refused') return written;
  if (written.value.receipts.some(({ state }) => state === 'quarantined'))
    throw new Error(`a change of visit ${id} was set aside`);
  return ok(null);
}

/** Why a visit is no plan any more: somebody is there already, or has been, or it was called off. */
function beyondPlan(registers: readonly Register[]): Problem | null {
  const state = projectVisit(registers)?.state ?? 'planned';
  if (state === 'planned') return null;
  return problem(state === 'cancelled' ? 'visit.cancelled' : 'visit.begun');
}

/** What the desk left as it saw it writes nothing, so that a phone's change meanwhile stays; who was to go before is not asked about again. */
async function changed(
  reader: Reader,
  actor: Actor,
  id: EntityId,
  { seen, plan }: VisitChange,
): Promise<Outcome<readonly OpDraft[]>> {
  const registers = (await registersWithin(reader, [id])).map(({ register }) => register);
  const visit = projectVisit(registers);
  if (visit === null) return refused(problem('access.not-found'));
  const stop = beyondPlan(registers);
  if (stop !== null) return refused(stop);
  const { record } = visit;
  const people = [...new Set(plan.people)];
  const firm = { code: record.enterprise, region: record.region };
  const planned: readonly string[] = record.people;
  const added = people.filter((person) => !planned.includes(person));
  const wrong = await cannotGo(reader, actor, firm, added);
  if (wrong !== null) return refused(wrong);
  const drafts = Object.entries({ ...plan, people }).flatMap(([name, value]): OpDraft[] => {
    const field = name as keyof VisitPlan;
    const isSame = [seen[field], record[field]].some((before) => canonicalJson(before) === canonicalJson(value));
    if (isSame) return [];
    const held = registers.find((each) => each.entityId === id && each.register === field);
    const kind = currentValue(held).kind === 'conflict' ? 'resolve' : 'set';
    return [{ ...visitDraft(kind, id), field, value, basis: { by: actor.person } }];
  });
  return ok(drafts);
}

/** Firm and people out of scope read like absent. */
async function planned(reader: Reader, actor: Actor, request: VisitRequest): Promise<Outcome<OpDraft>> {
  const { db, from } = reader;
  const firm = await from('enterprises')
    .select(['code', 'name', 'region', 'demo'])
    .where('code', '=', request.enterprise)
    .executeTakeFirst();
  if (firm === undefined) return refused(problem('access.not-found'));
  const wanted = [...new Set(request.people)];
  const wrong = await cannotGo(reader, actor, firm, wanted);
  if (wrong !== null) return refused(wrong);
  const me = await db.selectFrom('people').select('name').where('id', '=', actor.person).executeTakeFirstOrThrow();
  const record: VisitRecord = {
    ...request,
    enterprise: firm.code as EntityId,
    enterpriseName: firm.name,
    region: firm.region as RegionCode,
    people: wanted as PersonId[],
    followUpOf: null,
    unplanned: false,
    demo: firm.demo === 1,
    assignedBy: { person: actor.person, name: me.name },
  };
  const visitId = newId((count) => randomBytes(count));
  return ok({ ...visitDraft('create', visitId), value: record, basis: { by: actor.person } });
}

/** A person is sent only where they work. */
async function cannotGo(
  reader: Reader,
  actor: Actor,
  firm: { readonly code: string; readonly region: string },
  wanted: readonly string[],
): Promise<Problem | null> {
  const { db, kind } = reader;
  const people = await goers(reader, actor.region)
    .where(inList(kind, 'id', wanted))
    .select(['id', 'role', 'region'])
    .execute();
  if (people.length !== wanted.length) return problem('access.not-found');
  if (!people.every(({ region }) => isWithin(firm.region, region))) return problem('assignment.outside');
  const held = people.filter(({ role }) => role === 'deputy-gm').map(({ id }) => id);
  const assigned = await db
    .selectFrom('assignments')
    .select('person')
    .where(inList(kind, 'person', held))
    .where('enterprise', '=', firm.code)
    .where('until', 'is', null)
    .execute();
  return held.every((id) => assigned.some(({ person }) => person === id)) ? null : problem('visit.not-assigned');
}

function visitDraft(kind: 'create' | 'set' | 'resolve' | 'void', entityId: EntityId): OpDraft {
  return { kind, entity: 'visit', entityId, field: null, value: null, reason: null, basis: null, definition: null };
}

/** Those of a region who go to firms and may. */
function goers({ db }: Reader, region: RegionCode) {
  return db
    .selectFrom('people')
    .where('role', 'in', [...goes])
    .where('disabled_at', 'is', null)
    .where('region', 'like', `${regionPrefix(region)}%`);
}

async function listColleagues(reader: Reader, region: RegionCode): Promise<Colleague[]> {
  const rows = await goers(reader, region).select(['id', 'name', 'role', 'region']).orderBy('name').limit(500).execute();
  return rows.flatMap(({ id, name, role, region: home }) => {
    const known = goes.find((each) => each === role);
    return known === undefined ? [] : [{ person: id, name, role: known, regionName: findRegion(home)?.name ?? home }];
  });
}
