import type { Dexie } from 'dexie';
import { refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';

/** Lets one writer of a store through at a time. Two tabs have a gate each; between them the revision decides. */
export type StoreGate = {
  readonly run: <T>(write: () => Promise<T>) => Promise<T>;
  /** Lets nobody through any more; resolves when the last writer is out. */
  readonly shut: () => Promise<void>;
};

/** The store was locked while somebody still wanted something of it. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked';
}

export function makeGate(): StoreGate {
  let last: Promise<undefined> = Promise.resolve(undefined);
  let shut = false;
  return {
    shut: async () => {
      shut = true;
      await last;
    },
    run: (write) => {
      if (shut) return Promise.reject(new StoreLocked('the store is locked'));
      const turn = last.then(write);
      // What was written is nothing the next one needs: kept here it would outlive the lock.
      last = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
  };
}

/**
 * WebKit loses the database handle in the background, and retrying on the dead one loses data silently. On such an error the
 * handle is dropped, opened anew, and the same write repeated once. A database that was given up stays closed.
 */
export async function withHandle<T>(db: Dexie, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isLostHandle(error) || givenUp.has(db)) throw error;
    db.close({ disableAutoOpen: false });
    await db.open();
    return await write();
  }
}

/**
 * This page may write no more: a newer one has changed the database, or the browser has emptied it and would make an empty one in
 * its place. Every write is refused from now on, until the page is opened again.
 */
export function giveUp(db: Dexie): void {
  givenUp.add(db);
  db.close();
}

const givenUp = new WeakSet<Dexie>();

/** A newer page changes the database, or somebody deletes it (`null`): this handle gives way and is not opened again. */
export function yieldToNewer(db: Dexie, gone: (newVersion: number | null) => void): void {
  db.on('versionchange', ({ newVersion }) => {
    giveUp(db);
    gone(newVersion);
    // Stops the library's own listener, which would let the next write open the database again.
    return false;
  });
}

/** From now on a database that has to be made anew has lost everything. Nothing is written into an empty one: it would look whole. */
export function refuseEmptied(db: Dexie, emptied: () => void): void {
  db.on('populate', () => {
    queueMicrotask(() => giveUp(db));
    emptied();
    throw new StoreEmptied('the browser has emptied the database');
  });
}

class StoreEmptied extends Error {
  override readonly name = 'StoreEmptied';
}

/** The storage itself failed, not what was asked of it. */
export function isStorageFailure(error: unknown): boolean {
  return errorNames(error).some((name) => unavailable.has(name));
}

/** Turns what storage throws into an outcome; anything else is a bug and goes on. */
export async function storageOutcome<T>(write: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await write();
  } catch (error) {
    const names = errorNames(error);
    if (names.includes('StoreLocked')) return refused(problem('storage.locked'));
    if (names.includes('QuotaExceededError')) return refused(problem('storage.full'));
    if (isStorageFailure(error)) return refused(problem('storage.unavailable', { reason: names[0] ?? '' }));
    throw error;
  }
}

const lost: ReadonlySet<string> = new Set(['DatabaseClosedError', 'InvalidStateError', 'UnknownError']);
const unavailable: ReadonlySet<string> = new Set([
  ...lost,
  'AbortError',
  'OpenFailedError',
  'MissingAPIError',
  'VersionError',
  'TimeoutError',
  'StoreEmptied',
]);

function isLostHandle(error: unknown): boolean {
  return errorNames(error).some((name) => lost.has(name));
}

/** The names of an error and of what Dexie wrapped in it. */
export function errorNames(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { inner } = error as { readonly inner?: unknown };
  return [error.name, ...(inner === undefined || inner === error ? [] : errorNames(inner))];
}
