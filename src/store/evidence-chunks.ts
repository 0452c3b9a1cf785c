import { Dexie } from 'dexie';
import { chunkId } from '#replica/seal-binding.ts';
import type { ChunkRow, EvidenceRow } from './database.ts';
import type { Store } from './store.ts';

/** iOS cannot be trusted with a `Blob` in IndexedDB: ciphertext goes in as `ArrayBuffer`s of this many bytes of plain text. */
export const chunkSize = 1024 * 1024;

/** Its bytes are here and the server has confirmed them by hash. */
export function isRemovable({ chunks, committedAt }: EvidenceRow): boolean {
  return chunks > 0 && committedAt !== null;
}

/** The stored bytes of a piece of evidence, null when they are not, or not all, on this phone. */
export async function openEvidence(store: Store, evidenceId: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const asked = await store.db.evidence.get(evidenceId);
  const row = asked?.chunks === 0 && asked.sameAs !== undefined ? await store.db.evidence.get(asked.sameAs) : asked;
  const rows = await store.db.chunks
    .where('[evidenceId+n]')
    .between([row?.evidenceId ?? evidenceId, Dexie.minKey], [row?.evidenceId ?? evidenceId, Dexie.maxKey])
    .toArray();
  if (row === undefined || rows.length === 0 || rows.length !== row.chunks) return null;
  const bytes = new Uint8Array(row.size);
  for (const { n, sealed } of rows)
    bytes.set(await store.codec.openBytes('chunks', chunkId(row.evidenceId, n), sealed), n * chunkSize);
  return bytes;
}

export async function sealChunks(store: Store, evidenceId: string, bytes: Uint8Array<ArrayBuffer>): Promise<readonly ChunkRow[]> {
  const rows: ChunkRow[] = [];
  for (let start = 0, n = 0; start < bytes.length; start += chunkSize, n += 1) {
    const part = bytes.subarray(start, Math.min(bytes.length, start + chunkSize));
    rows.push({ evidenceId, n, sealed: await store.codec.sealBytes('chunks', chunkId(evidenceId, n), part) });
  }
  return rows;
}
