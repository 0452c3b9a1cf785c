/** Signing in and out at the server. */
import type * as z from 'zod/mini';
import { protocolHeader } from '#protocol/sync-wire.ts';
import {
  factorReplySchema,
  ownDevicesSchema,
  sessionReplySchema,
  type FactorReply,
  type OwnDevice,
  type RevokeOrder,
  type SessionReply,
} from '#protocol/session-wire.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem, problemStatus, type Problem, type ProblemCode } from '#shared/problems.ts';

const timeoutMilliseconds = 60_000;

export type Fetch = typeof fetch;

/** `code`: of the authenticator app; refused `auth.second-factor` where one is asked for. */
export async function signIn(
  account: string,
  password: string,
  code: string | null = null,
  fetcher: Fetch = fetch,
): Promise<Outcome<SessionReply>> {
  return read(await send(fetcher, '/api/session', { account, password, code }), sessionReplySchema);
}

/** Sets the password of an account with the one-time code that an administrator gave, and signs in. */
export async function activate(
  account: string,
  activation: string,
  password: string,
  fetcher: Fetch = fetch,
): Promise<Outcome<SessionReply>> {
  return read(await send(fetcher, '/api/session/activate', { account, activation, password }), sessionReplySchema);
}

/** A new secret for an authenticator app; it counts after `confirmFactor`. */
export async function beginFactor(fetcher: Fetch = fetch): Promise<Outcome<FactorReply>> {
  return read(await send(fetcher, '/api/session/factor', {}), factorReplySchema);
}

export async function confirmFactor(code: string, fetcher: Fetch = fetch): Promise<Outcome<null>> {
  const reply = await send(fetcher, '/api/session/factor/confirm', { code });
  return reply.kind === 'refused' ? reply : ok(null);
}

/** The devices of the person who is signed in. */
export async function readDevices(fetcher: Fetch = fetch): Promise<Outcome<readonly OwnDevice[]>> {
  const reply = read(await ask(fetcher, '/api/devices', { method: 'GET' }), ownDevicesSchema);
  return reply.kind === 'refused' ? reply : ok(reply.value.devices);
}

export async function revokeOwn(device: string, mode: RevokeOrder['mode'], fetcher: Fetch = fetch): Promise<Outcome<null>> {
  const reply = await send(fetcher, `/api/devices/${encodeURIComponent(device)}/revoke`, { mode });
  return reply.kind === 'refused' ? reply : ok(null);
}

/** Ends the session at the server; without a network the cookie simply runs out there. */
export async function signOut(fetcher: Fetch = fetch): Promise<void> {
  await ask(fetcher, '/api/session', { method: 'DELETE', headers: { 'content-type': 'application/json' } });
}

function send(fetcher: Fetch, path: string, body: object): Promise<Outcome<unknown>> {
  return ask(fetcher, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

function read<T>(reply: Outcome<unknown>, schema: z.ZodMiniType<T>): Outcome<T> {
  if (reply.kind === 'refused') return reply;
  const parsed = schema.safeParse(reply.value);
  return parsed.success ? ok(parsed.data) : refused(problem('network.not-ours'));
}

/**
 * A reply counts only as JSON with our protocol header: a portal's sign-in page is a 200 too. `fetch` may hang for ever, so it is
 * cut off after a minute.
 */
async function ask(fetcher: Fetch, path: string, init: RequestInit): Promise<Outcome<unknown>> {
  const cutOff = new AbortController();
  const timer = setTimeout(() => cutOff.abort(), timeoutMilliseconds);
  try {
    const response = await fetcher(path, { ...init, credentials: 'same-origin', redirect: 'error', signal: cutOff.signal });
    if (!response.headers.has(protocolHeader)) return refused(problem('network.not-ours'));
    if (response.status === 204) return ok(null);
    const body = (await response.json()) as unknown;
    return response.ok ? ok(body) : refused(problemOf(body));
  } catch {
    return refused(problem('network.unreachable'));
  } finally {
    clearTimeout(timer);
  }
}

function problemOf(body: unknown): Problem {
  const found = (body as { readonly problem?: { readonly code?: unknown; readonly detail?: Problem['detail'] } } | null)?.problem;
  const code = found?.code;
  return typeof code === 'string' && code in problemStatus
    ? problem(code as ProblemCode, found?.detail ?? {})
    : problem('server.failed');
}
