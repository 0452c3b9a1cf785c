import type { Op } from '#oplog/op.ts';
import type { ServerStorage } from '#replica/ports.ts';
import type { PushQueue } from './push-queue.ts';
import type { StorageTx } from './storage-tx.ts';

export type PushStorage = ServerStorage & {
  /** The transaction that runs now; the judge reads through it, since SQLite has a single connection. */
  readonly current: () => StorageTx;
};

/** Storage for one push. `expected` are its ops: what they touch is locked and read in a few statements before anything is decided. */
export function pushStorage(queue: PushQueue, expected: readonly Op[]): PushStorage {
  let running: StorageTx | null = null;
  return {
    transaction: (run) =>
      queue.add(expected, async (tx) => {
        running = tx;
        try {
          return await run(tx);
        } finally {
          running = null;
        }
      }),
    current: () => {
      if (running === null) throw new Error('pushStorage: no transaction is running');
      return running;
    },
  };
}
