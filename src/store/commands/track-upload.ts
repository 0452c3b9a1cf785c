/** The upload jobs: what the sync loop knows about each file on its way. */
import { Dexie } from 'dexie';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { UploadRow } from '../database.ts';
import { isRemovable } from '../evidence-chunks.ts';
import { storageOutcome, withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';

/** Oldest first. */
export function listUploads(store: Store): Promise<readonly UploadRow[]> {
  return withHandle(store.db, async () =>
    (await store.db.uploads.toArray()).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
  );
}

export function noteUpload(
  store: Store,
  evidenceId: string,
  change: Partial<Omit<UploadRow, 'evidenceId'>>,
): Promise<Outcome<null>> {
  return storageOutcome(async () => {
    await withHandle(store.db, () => store.db.uploads.update(evidenceId, change));
    return ok(null);
  });
}

/** The server has hashed its own copy and said this hash: the job ends, the bytes stay. Anything but our hash changes nothing. */
export function noteVerified(store: Store, evidenceId: string, sha256: string, committedAt: string): Promise<Outcome<null>> {
  const { db } = store;
  return storageOutcome(async () => {
    await withHandle(db, () =>
      db.transaction('rw', db.evidence, db.uploads, async () => {
        const row = await db.evidence.get(evidenceId);
        if (row?.sha256 !== sha256) return;
        await db.evidence.update(evidenceId, { committedAt });
        await db.uploads.delete(evidenceId);
      }),
    );
    return ok(null);
  });
}

/** After a restart nothing is running, whatever was noted before the kill. */
export function resetRunning(store: Store): Promise<Outcome<null>> {
  return storageOutcome(async () => {
    await withHandle(store.db, () => store.db.uploads.toCollection().modify({ running: 0 }));
    return ok(null);
  });
}

/** Photos whose originals may make room, as the server knows them. */
export function listRemovable(store: Store): Promise<readonly { readonly evidenceId: string; readonly sha256: string }[]> {
  return withHandle(store.db, async () => (await store.db.evidence.toArray()).filter(isRemovable));
}

/**
 * Takes the originals of confirmed photos off this phone; their thumbnails and records stay. Only because a person asked for room, and only
 * for ids that the server has confirmed a moment ago. Returns the bytes that came free.
 */
export function removeOriginals(store: Store, confirmed: readonly string[]): Promise<Outcome<number>> {
  const { db } = store;
  return storageOutcome(async () => {
    let freed = 0;
    await withHandle(db, () =>
      db.transaction('rw', db.evidence, db.chunks, async () => {
        for (const row of await db.evidence.bulkGet([...confirmed])) {
          if (row === undefined || !isRemovable(row)) continue;
          await db.chunks
            .where('[evidenceId+n]')
            .between([row.evidenceId, Dexie.minKey], [row.evidenceId, Dexie.maxKey])
            .delete();
          await db.evidence.update(row.evidenceId, { chunks: 0 });
          freed += row.size;
        }
      }),
    );
    return ok(freed);
  });
}
