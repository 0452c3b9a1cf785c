import type { EvidenceRecord } from '#domain/evidence.ts';
import type { EntityId } from '#shared/ids.ts';
import { registerRowKey } from '../rows.ts';
import { openEvidence } from '../evidence-chunks.ts';
import type { Store } from '../store.ts';

/** The stored bytes under their type, null when they are not on this phone. */
export async function readEvidenceBytes(store: Store, evidenceId: string): Promise<Blob | null> {
  const [bytes, created] = await Promise.all([
    openEvidence(store, evidenceId),
    store.reader.register({ entityId: evidenceId as EntityId, register: '@create' }),
  ]);
  const type = (created?.heads[0]?.value as Partial<EvidenceRecord> | null | undefined)?.mime ?? 'image/jpeg';
  return bytes === null ? null : new Blob([bytes], { type });
}

export async function readThumbnail(store: Store, evidenceId: string): Promise<Blob | null> {
  const row = await store.db.thumbnails.get(evidenceId);
  if (row === undefined) return null;
  const bytes = await Promise.resolve(store.codec.openBytes('thumbnails', evidenceId, row.sealed));
  return new Blob([bytes], { type: 'image/jpeg' });
}

/** Server times, ISO: when the announcement with the hash had arrived, and when the bytes had. Null: not yet, or not known here. */
export type EvidenceTimes = { readonly receivedAt: string | null; readonly committedAt: string | null };

/** Others' pieces are known by the arrival of their bytes alone. */
export async function readEvidenceTimes(store: Store, evidenceId: string): Promise<EvidenceTimes> {
  const key = registerRowKey(evidenceId, '@create');
  const [ops, row] = await Promise.all([
    store.db.ops.where('registerKey').equals(key).toArray(),
    store.db.evidence.get(evidenceId),
  ]);
  const received = ops.flatMap(({ serverTime }) => serverTime ?? []).sort();
  return { receivedAt: received[0] ?? null, committedAt: row?.committedAt ?? null };
}
