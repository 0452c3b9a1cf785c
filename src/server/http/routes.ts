/** How a route is made: every one names its action in the policy, and nothing runs before that is decided. */
import type { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Actor } from '#domain/person.ts';
import { decide, nothing } from '#policy/decide.ts';
import type { RouteAction } from '#policy/actions.ts';
import { policyTable } from '#policy/policy-table.ts';
import { personHeader } from '#protocol/sync-wire.ts';
import { problem } from '#shared/problems.ts';
import { findSession } from '../auth/sessions.ts';
import type { ServerContext } from '../context.ts';
import { problemReply } from './reply.ts';
import type { Env, RouteContext } from './reply.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Answer = Response | Promise<Response>;

export type RouteTable = {
  /** Everything there is, for the test that compares it with the policy. */
  readonly list: readonly { readonly method: Method; readonly path: string; readonly action: RouteAction }[];
  /** For anyone, signed in or not. */
  readonly open: (method: Method, path: string, action: RouteAction, handle: (c: RouteContext) => Answer) => void;
  /** For people whose role the policy names; what they ask about is decided by the route, with its target. */
  readonly signed: (method: Method, path: string, action: RouteAction, handle: (c: RouteContext, actor: Actor) => Answer) => void;
};

export function routeTable(app: Hono<Env>, server: ServerContext): RouteTable {
  const list: { method: Method; path: string; action: RouteAction }[] = [];
  const add = (method: Method, path: string, action: RouteAction, handle: (c: RouteContext) => Answer): void => {
    list.push({ method, path, action });
    app.on(method, path, async (c) => {
      const token = sessionToken(c);
      const session = token === null ? null : await findSession(server.open.db, token, server.now());
      // A phone that several people share has one cookie: work of one of them never runs in the session of another.
      const meant = c.req.header(personHeader);
      const signedIn = meant === undefined || meant === session?.person.id ? session : null;
      c.set('signedIn', signedIn);
      const limited = signedIn?.limited === true && policyTable[action]?.who !== 'anyone' && !forSetup.has(action);
      if (limited) return problemReply(c, problem('auth.second-factor-setup'));
      const decision = decide(signedIn?.actor ?? null, action, nothing);
      return decision.kind === 'denied' ? problemReply(c, decision.problem) : handle(c);
    });
  };
  return {
    list,
    open: add,
    signed: (method, path, action, handle) =>
      add(method, path, action, (c) => {
        const actor = c.var.signedIn?.actor ?? null;
        if (actor === null) throw new Error(`${method} ${path}: the policy lets anyone in`);
        return handle(c, actor);
      }),
  };
}

/** What a session may do before its person has set up the second factor their role asks for. */
const forSetup: ReadonlySet<RouteAction> = new Set(['session.read', 'session.factor']);

/** `__Host-` binds the cookie to this host over TLS; plain http (localhost) cannot have it. */
export function cookieName(c: RouteContext): string {
  return c.var.secure ? '__Host-xunzhen' : 'xunzhen';
}

export function sessionToken(c: RouteContext): string | null {
  return getCookie(c, cookieName(c)) ?? null;
}
