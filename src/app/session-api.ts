/** Signing in and out at the server. */
import { protocolHeader } from '#protocol/sync-wire.ts';
import { sessionReplySchema, type SessionReply } from '#protocol/session-wire.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem, problemStatus, type Problem, type ProblemCode } from '#shared/problems.ts';

const timeoutMilliseconds = 60_000;

export type Fetch = typeof fetch;

export async function signIn(account: string, password: string, fetcher: Fetch = fetch): Promise<Outcome<SessionReply>> {
  const reply = await ask(fetcher, '/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  if (reply.kind === 'refused') return reply;
  const parsed = sessionReplySchema.safeParse(reply.value);
  return parsed.success ? ok(parsed.data) : refused(problem('network.not-ours'));
}

/** Ends the session at the server; without a network the cookie simply runs out there. */
export async function signOut(fetcher: Fetch = fetch): Promise<void> {
  await ask(fetcher, '/api/session', { method: 'DELETE', headers: { 'content-type': 'application/json' } });
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
