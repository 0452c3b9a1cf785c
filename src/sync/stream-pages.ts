/** Many pages of a pull in one reply, a line each: a county's first sync waits once for the network instead of once a page. */
import * as z from 'zod/mini';
import { problemReplySchema, protocolHeader, protocolVersion, pullReplySchema } from '#protocol/sync-wire.ts';
import type { PullReply } from '#protocol/sync-wire.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { callTimeout } from './call-server.ts';

/**
 * Gives each page to `take` as it comes, until that says false or the server has no more. A minute without a byte ends it; what was taken
 * stays taken. `unsupported`: this server or browser has no streams.
 */
export async function streamPages(
  fetch: typeof globalThis.fetch,
  path: string,
  take: (page: PullReply) => Promise<boolean>,
): Promise<Outcome<'done' | 'unsupported'>> {
  const abort = new AbortController();
  let watchdog = setTimeout(() => abort.abort(), callTimeout);
  const alive = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => abort.abort(), callTimeout);
  };
  try {
    const response = await fetch(path, {
      signal: abort.signal,
      redirect: 'error',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'application/x-ndjson' },
    });
    if (response.headers.get(protocolHeader) !== String(protocolVersion)) return refused(notOurs(path));
    if (!response.ok)
      return z.safeParse(problemReplySchema, await response.json()).success ? ok('unsupported') : refused(notOurs(path));
    if (response.body === null) return ok('unsupported');
    const lines = lineReader(response.body, alive);
    for (let line = await lines(); line !== null; line = await lines()) {
      const page = z.safeParse(pullReplySchema, JSON.parse(line));
      if (!page.success) return refused(notOurs(path));
      if (!(await take(page.data))) return ok('done');
      alive();
    }
    return ok('done');
  } catch (error) {
    // The network's and the clock's; anything else is a bug and goes on.
    if (error instanceof TypeError || abort.signal.aborted) return refused(problem('network.unreachable', { path }));
    throw error;
  } finally {
    clearTimeout(watchdog);
    abort.abort();
  }
}

function notOurs(path: string) {
  return problem('network.not-ours', { path });
}

/** The next whole line, null at the end; half a line at the end was cut off and is none. */
function lineReader(body: ReadableStream<Uint8Array>, alive: () => void): () => Promise<string | null> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  return async () => {
    for (;;) {
      const end = rest.indexOf('\n');
      if (end >= 0) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        return line;
      }
      const { done, value } = await reader.read();
      if (done) return null;
      alive();
      rest += decoder.decode(value, { stream: true });
    }
  };
}
