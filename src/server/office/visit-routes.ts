/** The desk's plan of visits: what is planned in scope, planning for others, calling off. */
import { randomBytes } from 'node:crypto';
import type { Actor } from '#domain/person.ts';
import { findRegion, isWithin, regionPrefix } from '#domain/regions.ts';
import type { VisitRecord } from '#domain/visit.ts';
import { visitPurposes, visitStates } from '#domain/visit.ts';
import type { OpDraft } from '#oplog/op.ts';
import { scopeOf } from '#policy/scope.ts';
import { cancelRequestSchema, visitRequestSchema } from '#protocol/visits-wire.ts';
import type { Colleague, VisitRequest, VisitRow, VisitsReply } from '#protocol/visits-wire.ts';
import type { EntityId, PersonId, RegionCode } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { inList } from '../db/bulk.ts';
import type { Tables } from '../db/schema.ts';
import { within } from '../db/within.ts';
import type { Reader } from '../db/within.ts';
import { readJson, smallBody } from '../http/read-json.ts';
import { problemReply } from '../http/reply.ts';
import type { RouteTable } from '../http/routes.ts';
import { appendAsServer } from '../server-chain.ts';

const mostRows = 500;
const goes = ['surveyor', 'deputy-gm', 'inspector'] as const;

export function visitRoutes(routes: RouteTable, server: ServerContext): void {
  const { open } = server;
  const audit = (actor: Actor, kind: string, subject: string, detail: string): Promise<void> =>
    recordAudit(open.db, open.kind, { kind, person: actor.person, subject, detail }, new Date(server.now()).toISOString());

  routes.signed('GET', '/api/colleagues', 'colleagues.read', async (c, actor) =>
    c.json({ colleagues: await within(open, scopeOf(actor), (reader) => listColleagues(reader, actor.region)) }),
  );

  routes.signed('GET', '/api/office/visits', 'visits.read', async (c, actor) => {
    const filter = filterOf(new URL(c.req.url).searchParams);
    if (filter === null) return problemReply(c, problem('input.malformed', { field: 'query' }));
    return c.json(await within(open, scopeOf(actor), (reader) => listVisits(reader, filter)));
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

  routes.signed('POST', '/api/office/visits/:id/cancel', 'visits.plan', async (c, actor) => {
    const request = await readJson(c, cancelRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const id = c.req.param('id') ?? '';
    const visit = await within(open, scopeOf(actor), ({ from }) =>
      from('visits').select(['visit_id', 'state']).where('visit_id', '=', id).executeTakeFirst(),
    );
    if (visit === undefined) return problemReply(c, problem('access.not-found'));
    // Somebody is there already, or has been.
    if (visit.state === 'under-way' || visit.state === 'done') return problemReply(c, problem('visit.begun'));
    if (visit.state === 'planned') {
      const { reason } = request.value;
      const draft: OpDraft = { ...visitDraft('void', id as EntityId), reason, basis: { by: actor.person } };
      await appendAsServer(server, [[draft]]);
      await audit(actor, 'visit.cancelled', id, reason);
    }
    return c.body(null, 204);
  });
}

/** Firm and people out of scope read like absent; a person is sent only where they work. */
async function planned(reader: Reader, actor: Actor, request: VisitRequest): Promise<Outcome<OpDraft>> {
  const { db, kind, from } = reader;
  const firm = await from('enterprises')
    .select(['code', 'name', 'region', 'demo'])
    .where('code', '=', request.enterprise)
    .executeTakeFirst();
  const wanted = [...new Set(request.people)];
  const people = await goers(reader, actor.region)
    .where(inList(kind, 'id', wanted))
    .select(['id', 'role', 'region'])
    .execute();
  if (firm === undefined || people.length !== wanted.length) return refused(problem('access.not-found'));
  if (!people.every(({ region }) => isWithin(firm.region, region))) return refused(problem('assignment.outside'));
  const held = people.filter(({ role }) => role === 'deputy-gm').map(({ id }) => id);
  const assigned = await db
    .selectFrom('assignments')
    .select('person')
    .where(inList(kind, 'person', held))
    .where('enterprise', '=', firm.code)
    .where('until', 'is', null)
    .execute();
  if (!held.every((id) => assigned.some(({ person }) => person === id))) return refused(problem('visit.not-assigned'));
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

function visitDraft(kind: 'create' | 'void', entityId: EntityId): OpDraft {
  return { kind, entity: 'visit', entityId, field: null, value: null, reason: null, basis: null, definition: null };
}

type Filter = {
  readonly from: string | null;
  readonly to: string | null;
  readonly person: string | null;
  readonly states: readonly string[];
};

/** Null: it says something that is none of the words it may say. */
function filterOf(asked: URLSearchParams): Filter | null {
  const day = /^\d{4}-\d\d-\d\d$/u;
  const [from, to, person] = [asked.get('from'), asked.get('to'), asked.get('person')];
  const states = asked.getAll('state');
  const isRight =
    [from, to].every((date) => date === null || day.test(date)) &&
    (person === null || /^[0-9A-Za-z_-]{1,64}$/u.test(person)) &&
    states.every((state) => (visitStates as readonly string[]).includes(state));
  return isRight ? { from, to, person, states } : null;
}

async function listVisits(reader: Reader, { from: since, to, person, states }: Filter): Promise<VisitsReply> {
  const { db, kind, from } = reader;
  const rows = await from('visits')
    .selectAll('visits')
    .$if(since !== null, (query) => query.where('date', '>=', since ?? ''))
    .$if(to !== null, (query) => query.where('date', '<=', to ?? ''))
    .$if(person !== null, (query) => query.where('people', 'like', `%"${(person ?? '').replace(/[_%\\]/gu, '_')}"%`))
    .$if(states.length > 0, (query) => query.where(inList(kind, 'state', states)))
    .orderBy('date')
    .orderBy('time')
    .orderBy('visit_id')
    .limit(mostRows + 1)
    .execute();
  const shown = rows.slice(0, mostRows).filter((row) => person === null || peopleOf(row).includes(person));
  const ids = [...new Set(shown.flatMap(peopleOf))];
  const names = await db
    .selectFrom('people')
    .select(['id', 'name'])
    .where(inList(kind, 'id', ids))
    .execute();
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return { visits: shown.map((row) => visitRow(row, nameOf)), more: rows.length > mostRows };
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
