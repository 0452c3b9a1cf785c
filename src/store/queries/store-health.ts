import type { Store } from '../store.ts';
import type { StoreHealth } from '../views.ts';

/**
 * What should be in the database against what is: ops by the count kept with the chain, chunks of photos by the count kept with each
 * photo, upload jobs by the photos that no server has confirmed. Counts only: nothing is read or opened.
 */
export async function storeHealth({ db, reader }: Store): Promise<StoreHealth> {
  const [meta, ops, evidence, chunks, uploads] = await Promise.all([
    reader.meta(),
    db.ops.count(),
    db.evidence.toArray(),
    db.chunks.count(),
    db.uploads.count(),
  ]);
  const waiting = evidence.filter((row) => row.chunks > 0 && row.voided === 0 && row.committedAt === null);
  return {
    ops: { expected: meta.written, found: ops },
    chunks: { expected: evidence.reduce((sum, row) => sum + row.chunks, 0), found: chunks },
    uploads: { expected: waiting.length, found: uploads },
  };
}

/** More than expected is nothing to worry about; less is loss. */
export function isWhole(health: StoreHealth): boolean {
  return Object.values(health).every(({ expected, found }) => found >= expected);
}
