/** Counts what a piece of work asks of the browser: requests to IndexedDB by store, encryptions, decryptions. */
export type Counted = { readonly requests: readonly string[]; readonly encrypted: number; readonly decrypted: number };

const requestMethods = [
  'get',
  'getAll',
  'getAllKeys',
  'getKey',
  'put',
  'add',
  'delete',
  'count',
  'openCursor',
  'openKeyCursor',
] as const;

/** `work` is told what was asked so far. */
export async function counted(work: (requests: readonly string[]) => Promise<unknown>): Promise<Counted> {
  const requests: string[] = [];
  const crypto = { encrypt: 0, decrypt: 0 };
  const restore: (() => void)[] = [];
  const spy = (owner: object, name: string, note: (self: unknown) => void): void => {
    const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
    Reflect.set(owner, name, function (this: unknown, ...args: unknown[]): unknown {
      note(this);
      return original.apply(this, args);
    });
    restore.push(() => Reflect.set(owner, name, original));
  };
  for (const method of requestMethods) {
    if (method in IDBObjectStore.prototype)
      spy(IDBObjectStore.prototype, method, (self) => requests.push(`${method} ${(self as IDBObjectStore).name}`));
    if (method in IDBIndex.prototype)
      spy(IDBIndex.prototype, method, (self) =>
        requests.push(`${method} ${(self as IDBIndex).objectStore.name} by ${(self as IDBIndex).name}`),
      );
  }
  for (const name of ['encrypt', 'decrypt'] as const) spy(SubtleCrypto.prototype, name, () => (crypto[name] += 1));
  try {
    await work(requests);
  } finally {
    for (const undo of restore) undo();
  }
  return { requests, encrypted: crypto.encrypt, decrypted: crypto.decrypt };
}
