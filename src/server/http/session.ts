import { setCookie, deleteCookie } from 'hono/cookie';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import { activateRequestSchema, factorConfirmSchema, signInRequestSchema } from '#protocol/session-wire.ts';
import type { SessionReply } from '#protocol/session-wire.ts';
import { refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ProblemCode } from '#shared/problems.ts';
import { takeActivation } from '../auth/activation.ts';
import { personFrom, resetPassword } from '../auth/people.ts';
import { passwordMatches } from '../auth/password.ts';
import { weakness } from '../auth/password-rules.ts';
import { beginFactor, hasFactor, mustShowFactor, showFactor } from '../auth/second-factor.ts';
import { closeSession, noteFactor, openSession, sessionLife } from '../auth/sessions.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import type { AuditEvent } from '../db/audit.ts';
import type { Tables } from '../db/schema.ts';
import { readSetting } from '../db/settings.ts';
import { signAsServer } from '../sign-as-server.ts';
import { readJson, smallBody } from './read-json.ts';
import { problemReply } from './reply.ts';
import type { RouteContext } from './reply.ts';
import { cookieName } from './routes.ts';
import type { RouteTable } from './routes.ts';

export type ClientAddress = (c: RouteContext) => string;

export function sessionRoutes(routes: RouteTable, server: ServerContext, addressOf: ClientAddress): void {
  const { db, kind } = server.open;
  const limits = signInLimits();
  const audit = (event: AuditEvent): Promise<void> => recordAudit(db, kind, event, new Date(server.now()).toISOString());
  /** One failed try, whatever was wrong. */
  const failed = async (account: string, address: string, code: ProblemCode) => {
    await limits.failed(account, address);
    await audit({ kind: 'session.refused', person: '', subject: account, detail: `${address} ${code}` });
    return problem(code);
  };
  const begin = async (c: RouteContext, person: Tables['people'], factorShown: boolean): Promise<Response> => {
    const token = await openSession(db, person.id, server.now(), factorShown);
    setCookie(c, cookieName(c), token, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: c.var.secure,
      maxAge: sessionLife / 1000,
    });
    await audit({ kind: 'session.opened', person: person.id, subject: person.account, detail: addressOf(c) });
    const reply = await sessionReply(server, person, factorShown);
    return reply.kind === 'ok' ? c.json(reply.value) : problemReply(c, reply.problem);
  };

  routes.open('POST', '/api/session', 'session.open', async (c) => {
    const request = await readJson(c, signInRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { account, password, code = null } = request.value;
    const address = addressOf(c);
    const limited = await limits.blocked(account, address);
    if (limited !== null) return problemReply(c, problem('auth.too-many-tries', { seconds: limited }));
    const person = await db.selectFrom('people').selectAll().where('account', '=', account).executeTakeFirst();
    const matches = await passwordMatches(person?.disabled_at === null ? person.password_hash : null, password);
    if (person === undefined || !matches) return problemReply(c, await failed(account, address, 'auth.wrong-credentials'));
    const asked = await hasFactor(db, person.id);
    if (asked && code === null) return problemReply(c, problem('auth.second-factor'));
    if (asked && !(await showFactor(db, person.id, code ?? '', server.now())))
      return problemReply(c, await failed(account, address, 'auth.wrong-code'));
    await limits.succeeded(account, address);
    return begin(c, person, asked);
  });

  /** Reads the same for an account that does not exist; the code itself allows five tries. */
  routes.open('POST', '/api/session/activate', 'session.activate', async (c) => {
    const request = await readJson(c, activateRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { account, activation, password } = request.value;
    const address = addressOf(c);
    const limited = await limits.blocked(account, address);
    if (limited !== null) return problemReply(c, problem('auth.too-many-tries', { seconds: limited }));
    const person = await db.selectFrom('people').selectAll().where('account', '=', account).executeTakeFirst();
    const weak = weakness(password, person ?? { account, name: '' });
    if (weak !== null) return problemReply(c, weak);
    const taken = await takeActivation(db, person?.disabled_at === null ? person.id : '', activation, server.now());
    if (person === undefined || !taken) return problemReply(c, await failed(account, address, 'auth.wrong-activation'));
    await resetPassword(db, account, password);
    await audit({ kind: 'person.activated', person: person.id, subject: person.id, detail: address });
    // Somebody who has a second factor shows it at the next sign-in.
    return (await hasFactor(db, person.id)) ? problemReply(c, problem('auth.second-factor')) : begin(c, person, false);
  });

  routes.signed('GET', '/api/session', 'session.read', async (c) => {
    const signedIn = c.var.signedIn;
    const reply =
      signedIn === null
        ? refused(problem('auth.signed-out'))
        : await sessionReply(server, signedIn.person, mustShowFactor(signedIn.person) && !signedIn.limited);
    return reply.kind === 'ok' ? c.json(reply.value) : problemReply(c, reply.problem);
  });

  routes.open('DELETE', '/api/session', 'session.close', async (c) => {
    const signedIn = c.var.signedIn;
    if (signedIn !== null) await closeSession(db, signedIn.tokenHash);
    deleteCookie(c, cookieName(c), { path: '/', secure: c.var.secure });
    return c.body(null, 204);
  });

  routes.signed('POST', '/api/session/factor', 'session.factor', async (c, actor) => {
    const begun = await beginFactor(db, actor.person, c.var.signedIn?.person.account ?? '');
    return begun === null ? problemReply(c, problem('access.denied', { action: 'session.factor' })) : c.json(begun);
  });

  routes.signed('POST', '/api/session/factor/confirm', 'session.factor', async (c, actor) => {
    const request = await readJson(c, factorConfirmSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const address = addressOf(c);
    const limited = await limits.blocked(actor.person, address);
    if (limited !== null) return problemReply(c, problem('auth.too-many-tries', { seconds: limited }));
    if (!(await showFactor(db, actor.person, request.value.code, server.now())))
      return problemReply(c, await failed(actor.person, address, 'auth.wrong-code'));
    await noteFactor(db, c.var.signedIn?.tokenHash ?? '', server.now());
    await audit({ kind: 'factor.confirmed', person: actor.person, subject: actor.person, detail: address });
    return c.body(null, 204);
  });
}

/** How long a phone may begin new work without having met the server. Finishing and sending old work has no end. */
const leaseLife = 14 * 24 * 60 * 60 * 1000;

async function sessionReply(server: ServerContext, row: Tables['people'], factorShown: boolean): Promise<Outcome<SessionReply>> {
  const person = personFrom(row);
  if (person === null) return refused(problem('auth.signed-out'));
  const { settings } = server;
  const now = server.now();
  const [at, until] = [now, now + leaseLife].map((time) => new Date(time).toISOString()) as [string, string];
  const { kty, crv, x, y } = JSON.parse(settings.serverKey) as Record<string, string>;
  return {
    kind: 'ok',
    value: {
      person,
      secondFactor: factorShown ? 'shown' : mustShowFactor(row) ? 'setup' : 'none',
      serverPublicKey: JSON.stringify({ kty, crv, x, y }),
      recoveryPublicKey: settings.recoveryPublicKey,
      rescuePublicKey: settings.rescueKey.public,
      lease: { at, until, signature: signAsServer(settings, `lease|${person.id}|${at}|${until}`) },
      serverTime: at,
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
