import { sessionReplySchema } from '#protocol/session-wire.ts';
import type { SessionReply } from '#protocol/session-wire.ts';
import type { Outcome } from '#shared/outcome.ts';
import { callServer } from './call-server.ts';

/** Who is signed in, with a fresh lease. */
export function askSession(fetch: typeof globalThis.fetch): Promise<Outcome<SessionReply>> {
  return callServer(fetch, { method: 'GET', path: '/api/session', body: null }, sessionReplySchema);
}
