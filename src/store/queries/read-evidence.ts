import type { Store } from '../store.ts';

/** The stored JPEG, null when its bytes are not on this phone. */
export function readEvidenceBytes(store: Store, evidenceId: string): Promise<Blob | null> {
  throw new Error('not built yet');
}

export function readThumbnail(store: Store, evidenceId: string): Promise<Blob | null> {
  throw new Error('not built yet');
}
