import { deviceOrderReplySchema } from '#protocol/session-wire.ts';
import type { RevokeOrder } from '#protocol/session-wire.ts';
import { callServer } from './call-server.ts';

/** What the server wants of a device that was taken out of use; null when nothing, or when nobody answers. Needs no sign-in. */
export async function askOrder(fetch: typeof globalThis.fetch, device: string): Promise<RevokeOrder | null> {
  const path = `/api/devices/${encodeURIComponent(device)}/order`;
  const reply = await callServer(fetch, { method: 'GET', path, body: null }, deviceOrderReplySchema);
  return reply.kind === 'ok' ? reply.value.order : null;
}
