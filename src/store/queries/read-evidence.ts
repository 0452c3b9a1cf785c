import { openEvidence } from '../evidence-chunks.ts';
import type { Store } from '../store.ts';

/** The stored JPEG, null when its bytes are not on this phone. */
export async function readEvidenceBytes(store: Store, evidenceId: string): Promise<Blob | null> {
  const bytes = await openEvidence(store, evidenceId);
  return bytes === null ? null : new Blob([bytes], { type: 'image/jpeg' });
}

export async function readThumbnail(store: Store, evidenceId: string): Promise<Blob | null> {
  const row = await store.db.thumbnails.get(evidenceId);
  if (row === undefined) return null;
  const bytes = await Promise.resolve(store.codec.openBytes('thumbnails', evidenceId, row.sealed));
  return new Blob([bytes], { type: 'image/jpeg' });
}
