/** The browser takes the database away in the middle of a write: the same write is repeated once, or refused loudly. */
import { afterEach, expect, test } from 'vitest';
import { verifyChain } from '#oplog/verify-chain.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { isWhole, storeHealth } from '#store/queries/store-health.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import type { Store } from '#store/store.ts';
import { newAssessment, newStore, photo, value } from './test-store.ts';

type Fault = (begun: () => IDBTransaction) => IDBTransaction;

/** Met by each transaction that writes to `ops`. */
let fault: Fault | null = null;
afterEach(() => {
  fault = null;
});

// Dexie takes the function along when it opens a database, so it is in place before any store is.
const original = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args): IDBTransaction {
  const begun = (): IDBTransaction => original.apply(this, args);
  const [stores, mode] = args;
  const writes = mode === 'readwrite' && Array.from(typeof stores === 'string' ? [stores] : stores).includes('ops');
  return fault !== null && writes ? fault(begun) : begun();
};

async function chain(store: Store) {
  return (await store.reader.allOwnOps()).map(({ op }) => op);
}

test('[T4] a handle that dies when a write begins is opened anew, and the write is there once', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  let deaths = 0;
  fault = (begun) => {
    if (deaths > 0) return begun();
    deaths += 1;
    throw new DOMException('the connection is closing', 'InvalidStateError');
  };
  value(await setAnswer(store, id, 'jc01', 1));
  expect(deaths).toBe(1);
  expect((await chain(store)).filter(({ field }) => field === 'self/jc01')).toHaveLength(1);
  expect(verifyChain(await chain(store))).toBeNull();
});

test('[T4] a handle that dies after the commit, before it was told, does not write twice', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  let commits = 0;
  // The transaction completes on the disk; the page hears of an abort, as when the connection dies in between.
  fault = (begun) => {
    const transaction = begun();
    commits += 1;
    if (commits > 1) return transaction;
    const listen = transaction.addEventListener.bind(transaction);
    Object.defineProperty(transaction, 'error', { value: new DOMException('lost', 'UnknownError') });
    Object.defineProperty(transaction, 'oncomplete', { value: null, writable: true });
    Object.defineProperty(transaction, 'onabort', { value: null, writable: true });
    listen('complete', () => transaction.onabort?.(new Event('abort', { cancelable: true })));
    return transaction;
  };
  value(await setAnswer(store, id, 'jc01', 1));
  expect(commits).toBe(2);
  fault = null;
  expect((await chain(store)).filter(({ field }) => field === 'self/jc01')).toHaveLength(1);
  expect(verifyChain(await chain(store))).toBeNull();
  value(await setAnswer(store, id, 'jc01', 2));
  expect((await readAssessment(store, id))?.answers.values).toEqual({ jc01: 2 });
});

test('[T4] a handle that dies again and again refuses loudly, writes nothing, and is good once the browser is', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const before = (await chain(store)).length;
  let deaths = 0;
  fault = () => {
    deaths += 1;
    throw new DOMException('the connection is closing', 'InvalidStateError');
  };
  for (let tries = 1; tries <= 3; tries += 1) {
    expect(await setAnswer(store, id, 'jc01', 1)).toMatchObject({ kind: 'refused', problem: { code: 'storage.unavailable' } });
    // The database library tries by itself too; what counts is that it ends.
    expect(deaths).toBeGreaterThanOrEqual(tries * 2);
  }
  fault = null;
  expect(await chain(store)).toHaveLength(before);
  value(await setAnswer(store, id, 'jc01', 1));
  expect(verifyChain(await chain(store))).toBeNull();
});

test('[promise 12] room that ends in the middle of a photo leaves nothing of it, at whichever write', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const put = IDBObjectStore.prototype.put;
  const before = await chain(store);
  for (const table of ['chunks', 'thumbnails', 'uploads', 'ops', 'registers', 'meta']) {
    let seen = 0;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args): IDBRequest<IDBValidKey> {
      if (this.name !== table || this.transaction.mode !== 'readwrite') return put.apply(this, args);
      seen += 1;
      throw new DOMException('no room', 'QuotaExceededError');
    };
    const outcome = await attachEvidence(store, id, 'jc01', photo(id, 2_500_000, 7)).finally(() => {
      IDBObjectStore.prototype.put = put;
    });
    expect([table, outcome.kind === 'refused' ? outcome.problem.code : outcome.kind, seen > 0]).toEqual([
      table,
      'storage.full',
      true,
    ]);
    expect(await chain(store)).toEqual(before);
    const rows = await Promise.all([
      store.db.chunks.count(),
      store.db.thumbnails.count(),
      store.db.uploads.count(),
      store.db.evidence.count(),
    ]);
    expect([table, ...rows]).toEqual([table, 0, 0, 0, 0]);
    expect(isWhole(await storeHealth(store))).toBe(true);
  }
  value(await setAnswer(store, id, 'jc01', 1));
  value(await attachEvidence(store, id, 'jc01', photo(id, 2_500_000, 7)));
  expect(await store.db.chunks.count()).toBe(3);
  expect(verifyChain(await chain(store))).toBeNull();
});
