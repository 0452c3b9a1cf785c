/**
 * Does this browser keep what field work needs? Nothing is believed: each ability is used once, for real, on a database of its own
 * that is deleted afterwards.
 */
import { askPersistence } from '#app/ask-persistence.ts';

export type Capability = 'serviceWorker' | 'database' | 'binary' | 'cryptoKey' | 'persistence';

/** `true` works, `false` does not. Persistence is asked for and may be refused; everything else must hold. */
export type CapabilityReport = Readonly<Record<Capability, boolean>>;

/** In the order in which they are told. */
export const capabilities: readonly Capability[] = ['serviceWorker', 'database', 'binary', 'cryptoKey', 'persistence'];

/** Without one of these no answer can be kept. */
export const essential: readonly Capability[] = ['database', 'binary', 'cryptoKey'];

const name = 'xunzhen-probe';
const binarySize = 1024 * 1024;

export async function checkCapabilities(): Promise<CapabilityReport> {
  const [serviceWorker, stored, persistence] = await Promise.all([checkServiceWorker(), checkStorage(), askPersistence()]);
  return { serviceWorker, ...stored, persistence };
}

async function checkServiceWorker(): Promise<boolean> {
  if (!window.isSecureContext || !('serviceWorker' in navigator)) return false;
  try {
    // Some in-app browsers have the object and refuse every call.
    await navigator.serviceWorker.getRegistrations();
    return true;
  } catch {
    return false;
  }
}

async function checkStorage(): Promise<Pick<CapabilityReport, 'database' | 'binary' | 'cryptoKey'>> {
  const key = await makeKey();
  const bytes = new Uint8Array(binarySize).map((_, index) => (index * 31) % 251);
  const found = { database: false, binary: false, cryptoKey: false };
  try {
    await withDatabase(async (database) => {
      await write(database, 'text', 'kept');
      await write(database, 'bytes', bytes.buffer);
    });
    if (key !== null) await withDatabase((database) => write(database, 'key', key)).catch(() => undefined);
    await withDatabase(async (database) => {
      found.database = (await read(database, 'text')) === 'kept';
      found.binary = sameBytes(await read(database, 'bytes'), bytes);
      found.cryptoKey = key !== null && (await opensWhatItSealed(key, await read(database, 'key')));
    });
  } catch {
    // What was not reached stays false: private modes throw at any of these steps.
  }
  try {
    indexedDB.deleteDatabase(name);
  } catch {
    // Nothing was made.
  }
  return found;
}

async function makeKey(): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  } catch {
    return null;
  }
}

/** Some browsers store a key and give back something that no longer works (or nothing), so it must open what the original sealed. */
async function opensWhatItSealed(original: CryptoKey, kept: unknown): Promise<boolean> {
  if (!(kept instanceof CryptoKey)) return false;
  const iv = new Uint8Array(12);
  const plain = new TextEncoder().encode('巡诊');
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, original, plain);
  return sameBytes(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, kept, sealed), plain);
}

function sameBytes(found: unknown, expected: Uint8Array): boolean {
  if (!(found instanceof ArrayBuffer) || found.byteLength !== expected.byteLength) return false;
  return new Uint8Array(found).every((byte, index) => byte === expected[index]);
}

/** Opens afresh each time: what was written must survive closing the database. */
async function withDatabase<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('kept'));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('open failed')));
    request.addEventListener('blocked', () => reject(new Error('blocked')));
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

function write(database: IDBDatabase, key: string, value: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('kept', 'readwrite');
    transaction.objectStore('kept').put(value, key);
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('error', () => reject(transaction.error ?? new Error('write failed')));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('write aborted')));
  });
}

function read(database: IDBDatabase, key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = database.transaction('kept', 'readonly').objectStore('kept').get(key);
    request.addEventListener('success', () => resolve(request.result as unknown));
    request.addEventListener('error', () => reject(request.error ?? new Error('read failed')));
  });
}
