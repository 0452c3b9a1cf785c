import { setCookie, deleteCookie } from 'hono/cookie';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import { signInRequestSchema } from '#protocol/session-wire.ts';
import type { SessionReply } from '#protocol/session-wire.ts';
import { refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { personFrom } from '../auth/people.ts';
import { passwordMatches } from '../auth/password.ts';
import { closeSession, openSession, sessionLife } from '../auth/sessions.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import type { Tables } from '../db/schema.ts';
import { readSetting } from '../db/settings.ts';
import { readJson, smallBody } from './read-json.ts';
import { problemReply } from './reply.ts';
import type { RouteContext } from './reply.ts';
import { cookieName } from './routes.ts';
import type { RouteTable } from './routes.ts';

export type ClientAddress = (c: RouteContext) => string;

export function sessionRoutes(routes: RouteTable, server: ServerContext, addressOf: ClientAddress): void {
  const limits = signInLimits();

  routes.open('POST', '/api/session', 'session.open', async (c) => {
    const request = await readJson(c, signInRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { account, password } = request.value;
    const address = addressOf(c);
    const limited = await limits.blocked(account, address);
    if (limited !== null) return problemReply(c, problem('auth.too-many-tries', { seconds: limited }));
    const person = await server.open.db.selectFrom('people').selectAll().where('account', '=', account).executeTakeFirst();
    const matches = await passwordMatches(person?.disabled_at === null ? person.password_hash : null, password);
    const at = new Date(server.now()).toISOString();
    if (person === undefined || !matches) {
      await limits.failed(account, address);
      await recordAudit(
        server.open.db,
        server.open.kind,
        { kind: 'session.refused', person: '', subject: account, detail: address },
        at,
      );
      return problemReply(c, problem('auth.wrong-credentials'));
    }
    await limits.succeeded(account, address);
    const token = await openSession(server.open.db, person.id, server.now());
    setCookie(c, cookieName(c), token, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: c.var.secure,
      maxAge: sessionLife / 1000,
    });
    await recordAudit(
      server.open.db,
      server.open.kind,
      { kind: 'session.opened', person: person.id, subject: account, detail: address },
      at,
    );
    const reply = await sessionReply(server, person);
    return reply.kind === 'ok' ? c.json(reply.value) : problemReply(c, reply.problem);
  });

  routes.signed('GET', '/api/session', 'session.read', async (c) => {
    const person = c.var.signedIn?.person;
    const reply = person === undefined ? refused(problem('auth.signed-out')) : await sessionReply(server, person);
    return reply.kind === 'ok' ? c.json(reply.value) : problemReply(c, reply.problem);
  });

  routes.open('DELETE', '/api/session', 'session.close', async (c) => {
    const signedIn = c.var.signedIn;
    if (signedIn !== null) await closeSession(server.open.db, signedIn.tokenHash);
    deleteCookie(c, cookieName(c), { path: '/', secure: c.var.secure });
    return c.body(null, 204);
  });
}

async function sessionReply(server: ServerContext, row: Tables['people']): Promise<Outcome<SessionReply>> {
  const person = personFrom(row);
  if (person === null) return refused(problem('auth.signed-out'));
  return {
    kind: 'ok',
    value: {
      person,
      recoveryPublicKey: server.settings.recoveryPublicKey,
      rescuePublicKey: server.settings.rescueKey.public,
      serverTime: new Date(server.now()).toISOString(),
      epoch: (await readSetting(server.open.db, 'epoch')) ?? '',
    },
  };
}

/**
 * Ten failures in 15 minutes for one account from one address, a hundred from one address. Counted by account and address
 * together, so that nobody can lock a colleague out from elsewhere.
 */
function signInLimits() {
  const window = 15 * 60;
  const pair = new RateLimiterMemory({ points: 10, duration: window });
  const whole = new RateLimiterMemory({ points: 100, duration: window });
  const key = (account: string, address: string): string => `${account}|${address}`;
  return {
    /** Seconds to wait, null when there is none. */
    blocked: async (account: string, address: string): Promise<number | null> => {
      const [one, all] = await Promise.all([pair.get(key(account, address)), whole.get(address)]);
      const wait = Math.max(exhausted(one, 10), exhausted(all, 100));
      return wait === 0 ? null : Math.ceil(wait / 1000);
    },
    failed: async (account: string, address: string): Promise<void> => {
      await Promise.allSettled([pair.consume(key(account, address)), whole.consume(address)]);
    },
    succeeded: async (account: string, address: string): Promise<void> => {
      await pair.delete(key(account, address));
    },
  };
}

function exhausted(result: RateLimiterRes | null, points: number): number {
  return result !== null && result.consumedPoints >= points ? result.msBeforeNext : 0;
}
