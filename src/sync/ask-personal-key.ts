import { personalKeyReplySchema } from '#protocol/session-wire.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { callServer } from './call-server.ts';

/** The signed-in person's key at the server, base64url. */
export async function askPersonalKey(fetch: typeof globalThis.fetch): Promise<Outcome<string>> {
  const reply = await callServer(fetch, { method: 'POST', path: '/api/personal-key', body: {} }, personalKeyReplySchema);
  return reply.kind === 'refused' ? reply : ok(reply.value.key);
}
