/**
 * Pushes that come at the same time share one transaction and one wait for the disk. They run in it one after the other, each seeing
 * what those before it decided, and each is answered after the common commit. If anything fails, nothing of the group was stored and
 * each runs again in a transaction of its own, so that a failing push spoils no other.
 */
import type { Op } from '#oplog/op.ts';
import type { OpenDatabase } from './open-database.ts';
import type { DatabaseKind } from './schema.ts';
import { groupTransaction } from './server-storage.ts';
import type { StorageContext, StorageTx } from './storage-tx.ts';

export type PushQueue = {
  /** Resolves after the commit. `run` may be called again after a transaction that came to nothing. */
  readonly add: <T>(ops: readonly Op[], run: (tx: StorageTx) => Promise<T>) => Promise<T>;
};

/** Pushes a transaction takes at most: others may wait for its locks. */
const groupLimit = 16;

type Waiting = {
  readonly ops: readonly Op[];
  readonly run: (tx: StorageTx) => Promise<void>;
  readonly settle: { readonly done: () => void; readonly failed: (error: unknown) => void };
};

/** While PostgreSQL reads or writes for one group, another is judged. SQLite has one connection. */
const groupsAtOnce: Readonly<Record<DatabaseKind, number>> = { sqlite: 1, postgres: 2 };

export function pushQueue(open: OpenDatabase, context: StorageContext): PushQueue {
  const atOnce = groupsAtOnce[open.kind];
  const waiting: Waiting[] = [];
  let working = 0;

  const together = (group: readonly Waiting[]): Promise<void> =>
    groupTransaction(
      open,
      context,
      group.flatMap(({ ops }) => ops),
      async (tx) => {
        for (const { run } of group) await run(tx);
      },
    );

  const alone = async (push: Waiting): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await together([push]);
        return push.settle.done();
      } catch (error) {
        if (attempt === 5 || !isCrosswise(error)) return push.settle.failed(error);
      }
    }
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      await requestsRead();
      const group = waiting.splice(0, groupLimit);
      const whole = group.length > 1 && (await together(group).then(succeeded, failed));
      for (const push of group) {
        if (whole) push.settle.done();
        else await alone(push);
      }
    }
    working -= 1;
  };

  return {
    add: (ops, run) =>
      new Promise((resolve, reject) => {
        let result: { readonly value: Awaited<ReturnType<typeof run>> } | null = null;
        waiting.push({
          ops,
          run: async (tx) => {
            result = { value: await run(tx) };
          },
          settle: {
            done: () => (result === null ? reject(new Error('pushQueue: committed without having run')) : resolve(result.value)),
            failed: reject,
          },
        });
        if (working === atOnce) return;
        working += 1;
        void work();
      }),
  };
}

const succeeded = (): boolean => true;
const failed = (): boolean => false;

/** Lets the requests that have arrived be read, so that they come along. */
function requestsRead(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** PostgreSQL's deadlock and serialisation failures: nothing happened, the same again may succeed. */
function isCrosswise(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return code === '40P01' || code === '40001';
}
