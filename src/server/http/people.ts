/** Accounts and devices, kept by an administrator within their own region. */
import * as z from 'zod/mini';
import type { Actor, Role } from '#domain/person.ts';
import { findRegion, regionPrefix } from '#domain/regions.ts';
import { decide, nothing } from '#policy/decide.ts';
import type { RouteAction } from '#policy/actions.ts';
import { changePersonSchema, newPersonSchema, revokeRequestSchema } from '#protocol/session-wire.ts';
import type { PersonRow } from '#protocol/session-wire.ts';
import type { RegionCode } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { makeActivation } from '../auth/activation.ts';
import { devicesInUse, revokeDevice, revokeOrder } from '../auth/devices.ts';
import { addPerson, changePerson } from '../auth/people.ts';
import { dropFactor } from '../auth/second-factor.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import type { Tables } from '../db/schema.ts';
import { readJson, smallBody } from './read-json.ts';
import { problemReply } from './reply.ts';
import type { RouteTable } from './routes.ts';

export function peopleRoutes(routes: RouteTable, server: ServerContext): void {
  const { db, kind } = server.open;
  const audit = (actor: Actor, event: string, subject: string, detail = ''): Promise<void> =>
    recordAudit(db, kind, { kind: event, person: actor.person, subject, detail }, new Date(server.now()).toISOString());
  /** Somebody of the actor's region; anybody else reads like nobody. */
  const find = async (actor: Actor, action: RouteAction, id: string): Promise<Outcome<Tables['people']>> => {
    const row = await db
      .selectFrom('people')
      .selectAll()
      .where('id', '=', id)
      .where('role', '!=', 'server')
      .where('region', 'like', `${regionPrefix(actor.region)}%`)
      .executeTakeFirst();
    if (row === undefined) return refused(problem('access.not-found'));
    const decision = decide(actor, action, { ...nothing, region: row.region as RegionCode });
    return decision.kind === 'denied' ? refused(decision.problem) : ok(row);
  };
  const mayPlace = (actor: Actor, region: string): boolean =>
    findRegion(region) !== null && decide(actor, 'people.write', { ...nothing, region: region as RegionCode }).kind === 'allowed';

  routes.signed('GET', '/api/office/people', 'people.read', async (c, actor) => {
    const people = await listPeople(server, actor);
    return c.json({ people });
  });

  routes.signed('POST', '/api/office/people', 'people.write', async (c, actor) => {
    const request = await readJson(c, newPersonSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { account, name, role, region } = request.value;
    if (!mayPlace(actor, region)) return problemReply(c, problem('access.not-found'));
    const at = new Date(server.now()).toISOString();
    const person = { account, name, role, region: region as RegionCode, password: null, demo: false };
    const id = await addPerson(db, person, at);
    if (id === null) return problemReply(c, problem('person.exists', { account }));
    await audit(actor, 'person.added', id, `${account} ${role} ${region}`);
    return c.json({ id, ...(await makeActivation(db, id, server.now())) });
  });

  routes.signed('PATCH', '/api/office/people/:id', 'people.write', async (c, actor) => {
    const request = await readJson(c, changePersonSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const found = await find(actor, 'people.write', c.req.param('id') ?? '');
    if (found.kind === 'refused') return problemReply(c, found.problem);
    const { region } = request.value;
    if (region !== undefined && !mayPlace(actor, region)) return problemReply(c, problem('access.not-found'));
    // Nobody locks themselves out, or makes themselves somebody else.
    if (found.value.id === actor.person) return problemReply(c, problem('access.denied', { action: 'people.write' }));
    await changePerson(db, found.value.id, request.value, new Date(server.now()).toISOString());
    await audit(actor, 'person.changed', found.value.id, JSON.stringify(request.value));
    return c.body(null, 204);
  });

  /** A new code; the old password holds until the code is used. */
  routes.signed('POST', '/api/office/people/:id/activation', 'people.write', async (c, actor) => {
    const found = await find(actor, 'people.write', c.req.param('id') ?? '');
    if (found.kind === 'refused') return problemReply(c, found.problem);
    await audit(actor, 'person.invited', found.value.id);
    return c.json({ id: found.value.id, ...(await makeActivation(db, found.value.id, server.now())) });
  });

  routes.signed('POST', '/api/office/people/:id/factor-reset', 'people.write', async (c, actor) => {
    const found = await find(actor, 'people.write', c.req.param('id') ?? '');
    if (found.kind === 'refused') return problemReply(c, found.problem);
    await dropFactor(db, found.value.id);
    await audit(actor, 'factor.reset', found.value.id);
    return c.body(null, 204);
  });

  routes.signed('POST', '/api/office/devices/:id/revoke', 'device.revoke', async (c, actor) => {
    const request = await readJson(c, revokeRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const device = c.req.param('id') ?? '';
    const row = await db.selectFrom('devices').select('person').where('id', '=', device).executeTakeFirst();
    const found = await find(actor, 'device.revoke', row?.person ?? '');
    if (found.kind === 'refused') return problemReply(c, found.problem);
    await revokeDevice(db, device, request.value.mode, new Date(server.now()).toISOString());
    await audit(actor, 'device.revoked', device, request.value.mode);
    return c.body(null, 204);
  });

  routes.signed('GET', '/api/devices', 'device.own', async (c, actor) =>
    c.json({ devices: (await devicesInUse(db, actor.person)).map(deviceRow) }),
  );

  routes.signed('POST', '/api/devices/:id/revoke', 'device.own', async (c, actor) => {
    const request = await readJson(c, revokeRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const device = c.req.param('id') ?? '';
    const row = await db.selectFrom('devices').select('person').where('id', '=', device).executeTakeFirst();
    if (row?.person !== actor.person) return problemReply(c, problem('access.not-found'));
    await revokeDevice(db, device, request.value.mode, new Date(server.now()).toISOString());
    await audit(actor, 'device.revoked', device, request.value.mode);
    return c.body(null, 204);
  });

  /** What a phone asks whose session has ended: was it taken out of use? A device that was not reads like one that is not known. */
  routes.open('GET', '/api/devices/:id/order', 'device.order', async (c) =>
    c.json({ order: await revokeOrder(server, c.req.param('id') ?? '') }),
  );
}

async function listPeople({ open: { db } }: ServerContext, actor: Actor): Promise<readonly PersonRow[]> {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .where('role', '!=', 'server')
    .where('region', 'like', `${regionPrefix(actor.region)}%`)
    .orderBy('account')
    .execute();
  const ids = new Set(rows.map(({ id }) => id));
  const [devices, factors] = await Promise.all([
    db
      .selectFrom('devices')
      .innerJoin('people', 'people.id', 'devices.person')
      .selectAll('devices')
      .where('people.region', 'like', `${regionPrefix(actor.region)}%`)
      .orderBy('enrolled_at')
      .execute(),
    db.selectFrom('second_factors').select('person').where('confirmed_at', 'is not', null).execute(),
  ]);
  const withFactor = new Set(factors.map(({ person }) => person).filter((person) => ids.has(person)));
  return rows.map((row) => ({
    id: row.id,
    account: row.account,
    name: row.name,
    role: row.role as Role,
    region: row.region,
    regionName: findRegion(row.region)?.name ?? row.region,
    demo: row.demo === 1,
    active: row.password_hash !== null,
    disabledAt: row.disabled_at,
    secondFactor: withFactor.has(row.id),
    devices: devices.filter(({ person }) => person === row.id).map(deviceRow),
  }));
}

const keySchema = z.object({ keyProtection: z.optional(z.enum(['hard', 'soft'])) });

function deviceRow(row: Tables['devices']): PersonRow['devices'][number] {
  const parsed = keySchema.safeParse(JSON.parse(row.public_key));
  const keyProtection = (parsed.success ? parsed.data.keyProtection : undefined) ?? 'soft';
  return { id: row.id, enrolledAt: row.enrolled_at, keyProtection, revokedAt: row.revoked_at };
}
