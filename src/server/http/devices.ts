import { enrolDeviceRequestSchema } from '#protocol/session-wire.ts';
import { problem } from '#shared/problems.ts';
import { deviceLimit, devicesInUse } from '../auth/devices.ts';
import { bindSession } from '../auth/sessions.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { devicePublicKey } from '../device-signature.ts';
import { readJson, smallBody } from './read-json.ts';
import { problemReply } from './reply.ts';
import type { RouteTable } from './routes.ts';

export function deviceRoutes(routes: RouteTable, server: ServerContext): void {
  const { db, kind } = server.open;

  /** A device that this server does not know (it was restored) may be continued too; another person's may not. */
  const isOwn = async (device: string, person: string): Promise<boolean> => {
    const row = await db.selectFrom('devices').select('person').where('id', '=', device).executeTakeFirst();
    return row === undefined || row.person === person;
  };

  /** Idempotent: the same device with the same key again is what a lost reply leads to. */
  routes.signed('POST', '/api/devices', 'device.enrol', async (c, actor) => {
    const request = await readJson(c, enrolDeviceRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { device, publicKey, successorOf, recoveryEnvelope } = request.value;
    if (devicePublicKey(publicKey) === null) return problemReply(c, problem('input.malformed', { field: 'publicKey' }));
    if (successorOf !== null && !(await isOwn(successorOf, actor.person))) {
      return problemReply(c, problem('input.malformed', { field: 'successorOf' }));
    }
    const known = await db.selectFrom('devices').select(['revoked_at']).where('id', '=', device).executeTakeFirst();
    if (known !== undefined && known.revoked_at !== null) return problemReply(c, problem('device.revoked', { device }));
    if (known === undefined && c.var.signedIn?.person.demo === 0) {
      const others = (await devicesInUse(db, actor.person)).filter(({ id }) => id !== successorOf);
      if (others.length >= deviceLimit) return problemReply(c, problem('device.too-many', { limit: deviceLimit }));
    }
    const at = new Date(server.now()).toISOString();
    await db
      .insertInto('devices')
      .values({
        id: device,
        person: actor.person,
        public_key: publicKey,
        successor_of: successorOf,
        recovery_envelope: recoveryEnvelope,
        enrolled_at: at,
        last: 0,
        last_hash: null,
        revoked_at: null,
        revoke_mode: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    const held = await db.selectFrom('devices').selectAll().where('id', '=', device).executeTakeFirstOrThrow();
    if (held.person !== actor.person || held.public_key !== publicKey) return problemReply(c, problem('sync.fork', { device }));
    if (c.var.signedIn !== null) await bindSession(db, c.var.signedIn.tokenHash, device);
    await recordAudit(
      db,
      kind,
      { kind: 'device.enrolled', person: actor.person, subject: device, detail: successorOf ?? '' },
      at,
    );
    return c.json({ device, enrolledAt: held.enrolled_at, beacon: server.beacons.make() });
  });
}
