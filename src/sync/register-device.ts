import * as z from 'zod/mini';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { DeviceDescription } from '#store/store.ts';
import { callServer } from './call-server.ts';

/** Idempotent at the server: the same device with the same key again changes nothing. */
export async function registerDevice(fetch: typeof globalThis.fetch, description: DeviceDescription): Promise<Outcome<null>> {
  const reply = await callServer(fetch, { method: 'POST', path: '/api/devices', body: description }, replySchema);
  return reply.kind === 'refused' ? reply : ok(null);
}

const replySchema = z.object({ device: z.string() });
