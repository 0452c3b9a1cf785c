import type { EntityId } from '#shared/ids.ts';
import { sha256Bytes } from '#shared/sha256.ts';
import { newUpload } from '../write-plan.ts';
import { sealChunks } from '../evidence-chunks.ts';
import { withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';

export type CarriedPhoto = {
  readonly evidenceId: EntityId;
  readonly assessment: EntityId;
  readonly sha256: string;
  readonly size: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly thumbnail: Uint8Array<ArrayBuffer>;
};

/**
 * Keeps a photo that another phone handed over, and offers it to the server from here too. False: it is here already, confirmed, or
 * its bytes are not those of its hash.
 */
export async function carryPhoto(store: Store, photo: CarriedPhoto): Promise<boolean> {
  const { db, codec } = store;
  const { evidenceId, assessment, sha256, size, bytes, thumbnail } = photo;
  const known = await withHandle(db, () => db.evidence.get(evidenceId));
  if (known !== undefined && (known.chunks > 0 || known.committedAt !== null)) return false;
  if (bytes.length !== size || sha256Bytes(bytes) !== sha256 || (known !== undefined && known.sha256 !== sha256)) return false;
  const chunks = await sealChunks(store, evidenceId, bytes);
  const small =
    thumbnail.length === 0 ? null : { evidenceId, sealed: await codec.sealBytes('thumbnails', evidenceId, thumbnail) };
  const createdAt = known?.createdAt ?? new Date(store.clock.now()).toISOString();
  await withHandle(db, () =>
    db.transaction('rw', db.evidence, db.chunks, db.thumbnails, db.uploads, async () => {
      const now = await db.evidence.get(evidenceId);
      const { voided, committedAt } = now ?? { voided: 0 as const, committedAt: null };
      const row = { evidenceId, assessment, sha256, size, createdAt, voided, committedAt, chunks: chunks.length };
      await db.chunks.bulkPut([...chunks]);
      if (small !== null) await db.thumbnails.put(small);
      await db.evidence.put(row);
      if (row.voided === 0 && row.committedAt === null) await db.uploads.put(newUpload(row));
    }),
  );
  return true;
}
