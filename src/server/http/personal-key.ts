import { randomBytes } from 'node:crypto';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import type { RouteTable } from './routes.ts';

/**
 * A second copy on a phone opens with two things: the phone's files, and this key, which is given to a signed-in session of the
 * same person alone. It is made at the first question and never changes; each release is in the audit log.
 */
export function personalKeyRoutes(routes: RouteTable, server: ServerContext): void {
  const { db, kind } = server.open;

  routes.signed('POST', '/api/personal-key', 'personal-key.read', async (c, actor) => {
    const at = new Date(server.now()).toISOString();
    await db
      .insertInto('personal_keys')
      .values({ person: actor.person, key: randomBytes(32).toString('base64url'), made_at: at })
      .onConflict((conflict) => conflict.column('person').doNothing())
      .execute();
    const { key } = await db
      .selectFrom('personal_keys')
      .select('key')
      .where('person', '=', actor.person)
      .executeTakeFirstOrThrow();
    await recordAudit(db, kind, { kind: 'personal-key.released', person: actor.person, subject: actor.person, detail: '' }, at);
    return c.json({ key });
  });
}
