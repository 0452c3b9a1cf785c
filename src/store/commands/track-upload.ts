/** The upload jobs: what the sync loop knows about each file on its way. */
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { UploadRow } from '../database.ts';
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
