import * as z from 'zod/mini';
import { problemReplySchema, protocolHeader, protocolVersion } from '#protocol/sync-wire.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem, problemStatus } from '#shared/problems.ts';
import type { Problem, ProblemCode } from '#shared/problems.ts';

/** A request may hang for ever; most real ones in the field need up to a minute. */
export const callTimeout = 60_000;

export type ServerCall = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body: object | null };

/**
 * One request to our server. Success is JSON with our protocol header and the expected shape: a captive portal answers 200 with a page,
 * and `network.not-ours` is all that is believed of it.
 */
export async function callServer<T>(
  fetch: typeof globalThis.fetch,
  call: ServerCall,
  schema: z.ZodMiniType<T>,
): Promise<Outcome<T>> {
  const reply = await callForText(fetch, call);
  if (reply.kind === 'refused') return reply;
  const json = parseJson(reply.value);
  const parsed = z.safeParse(schema, json);
  return parsed.success ? ok(parsed.data) : refused(problem('network.not-ours', { path: call.path }));
}

/** The same with the reply's text as it came. */
export async function callForText(fetch: typeof globalThis.fetch, { method, path, body }: ServerCall): Promise<Outcome<string>> {
  // `AbortSignal.timeout` and `any` are missing in many of our browsers.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), callTimeout);
  try {
    const response = await fetch(path, {
      method,
      signal: abort.signal,
      redirect: 'error',
      credentials: 'same-origin',
      cache: 'no-store',
      headers:
        body === null ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json') === true;
    const proto = response.headers.get(protocolHeader);
    const wait = secondsToWait(response);
    if (!isJson || proto === null) return refused(problem('network.not-ours', { path, status: response.status, ...wait }));
    if (!response.ok) return refused(waiting(problemOf(text, response.status, path), wait));
    return proto === String(protocolVersion)
      ? ok(text)
      : refused(problem('sync.protocol-version', { ours: protocolVersion, theirs: proto }));
  } catch {
    return refused(problem('network.unreachable', { path }));
  } finally {
    clearTimeout(timer);
  }
}

/** What `Retry-After` asks for, whoever in between asks; nothing on a success. A date there is left alone: clocks differ. */
function secondsToWait({ ok, headers }: Response): { readonly seconds?: number } {
  const asked = headers.get('retry-after') ?? '';
  return ok || !/^\d{1,5}$/u.test(asked) ? {} : { seconds: Number(asked) };
}

function waiting({ code, detail }: Problem, wait: { readonly seconds?: number }): Problem {
  return problem(code, { ...detail, ...wait });
}

function problemOf(text: string, status: number, path: string) {
  const parsed = z.safeParse(problemReplySchema, parseJson(text));
  if (!parsed.success) return problem(status === 401 ? 'auth.signed-out' : 'server.failed', { path, status });
  const { code, detail } = parsed.data.problem;
  return code in problemStatus ? problem(code as ProblemCode, detail) : problem('server.failed', { path, status });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
