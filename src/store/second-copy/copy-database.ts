/**
 * The person's database as the copy's worker reads it: without Dexie, so that the worker stays small, never makes a database that is
 * gone and never upgrades one. It is closed after each turn and stands in nobody's way.
 */
export type CopyDatabase = {
  readonly read: <T>(stores: readonly string[], ask: (transaction: IDBTransaction) => IDBRequest<T>) => Promise<T>;
  readonly close: () => void;
};

/** Null when there is no such database. */
export function openDatabase(name: string): Promise<CopyDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.addEventListener('upgradeneeded', () => request.transaction?.abort());
    request.addEventListener('error', () => (request.error?.name === 'AbortError' ? resolve(null) : reject(request.error)));
    request.addEventListener('success', () => resolve(copyDatabase(request.result)));
  });
}

function copyDatabase(db: IDBDatabase): CopyDatabase {
  db.addEventListener('versionchange', () => db.close());
  return {
    read: (stores, ask) => settled(() => ask(db.transaction([...stores], 'readonly'))),
    close: () => db.close(),
  };
}

function settled<T>(ask: () => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = ask();
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}
