/** Once a day the newest root goes to a timestamp authority outside this organisation: after that not even the server can change what was. */
import { randomBytes } from 'node:crypto';
import type { ServerContext } from '../context.ts';
import { latestSeal } from '../jobs/seal-log.ts';
import { checkTimestamp, nonceText, timestampRequest } from './timestamp-response.ts';

const day = 24 * 60 * 60 * 1000;
const longest = 60_000;

export type StampOutcome =
  | { readonly kind: 'stamped'; readonly seal: number; readonly at: string; readonly signer: string }
  /** Nothing new to stamp, or the last one is younger than a day. */
  | { readonly kind: 'not-due' }
  | { readonly kind: 'failed'; readonly reason: string };

/** `authority` is the URL that takes RFC 3161 requests over HTTP. A failure costs nothing: the next hour tries again. */
export async function stampWhenDue(server: ServerContext, authority: string, always = false): Promise<StampOutcome> {
  const { db } = server.open;
  const seal = await latestSeal(db);
  const last = await db.selectFrom('seal_timestamps').selectAll().orderBy('seal', 'desc').limit(1).executeTakeFirst();
  const isDue = last === undefined || always || server.now() - Date.parse(last.made_at) >= day;
  if (seal === null || last?.seal === seal.number || !isDue) return { kind: 'not-due' };
  const nonce = new Uint8Array(randomBytes(16));
  const response = await ask(authority, await timestampRequest(seal.root, nonce));
  if (typeof response === 'string') return { kind: 'failed', reason: response };
  const stamped = await checkTimestamp(response, seal.root);
  if (stamped.kind === 'bad') return { kind: 'failed', reason: stamped.reason };
  if (stamped.nonce !== nonceText(nonce)) return { kind: 'failed', reason: 'nonce' };
  await db
    .insertInto('seal_timestamps')
    .values({
      seal: seal.number,
      made_at: new Date(server.now()).toISOString(),
      authority,
      token: Buffer.from(response).toString('base64'),
    })
    .onConflict((conflict) => conflict.column('seal').doNothing())
    .execute();
  return { kind: 'stamped', seal: seal.number, at: stamped.at, signer: stamped.signer };
}

/** The body of the answer, or why there is none. */
async function ask(authority: string, request: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | string> {
  try {
    const response = await fetch(authority, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: request,
      signal: AbortSignal.timeout(longest),
    });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : `http ${String(response.status)}`;
  } catch (error) {
    return error instanceof Error ? error.name : 'network';
  }
}
