/** Everything that a browser keeps of a site, read from outside the app: by its devtools and from its files. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';

/** All rows of all databases as text: strings as they are, bytes read as UTF-8 and as UTF-16. */
export async function dumpDatabases(page: Page, origin: string): Promise<ReadonlyMap<string, string>> {
  const devtools = await page.context().newCDPSession(page);
  const { databaseNames } = await devtools.send('IndexedDB.requestDatabaseNames', { securityOrigin: origin });
  const dumped = new Map<string, string>();
  for (const databaseName of databaseNames) {
    const named = { securityOrigin: origin, databaseName };
    const { databaseWithObjectStores } = await devtools.send('IndexedDB.requestDatabase', named);
    for (const { name: objectStoreName } of databaseWithObjectStores.objectStores)
      dumped.set(`${databaseName}/${objectStoreName}`, await dumpStore(devtools, { ...named, objectStoreName }));
  }
  await devtools.detach();
  return dumped;
}

type StoreName = { readonly securityOrigin: string; readonly databaseName: string; readonly objectStoreName: string };

async function dumpStore(devtools: CDPSession, store: StoreName): Promise<string> {
  const parts: string[] = [];
  for (let skipCount = 0; ; skipCount += 50) {
    const page = { ...store, skipCount, pageSize: 50 };
    const { objectStoreDataEntries: entries, hasMore } = await devtools.send('IndexedDB.requestData', page);
    for (const { primaryKey, value } of entries) {
      parts.push(JSON.stringify(primaryKey.value ?? primaryKey.description ?? ''));
      const { objectId } = value;
      if (objectId === undefined) parts.push(JSON.stringify(value.value));
      else {
        const call = { objectId, functionDeclaration: textOf.toString(), returnByValue: true };
        const { result } = await devtools.send('Runtime.callFunctionOn', call);
        parts.push(String(result.value));
        await devtools.send('Runtime.releaseObject', { objectId });
      }
    }
    if (!hasMore) return parts.join('\n');
  }
}

/** Runs in the page, so it stands on nothing outside. */
function textOf(this: unknown): string {
  const words = (part: unknown): string => {
    const bytes =
      part instanceof ArrayBuffer
        ? new Uint8Array(part)
        : ArrayBuffer.isView(part)
          ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
          : null;
    if (bytes !== null) return ['utf-8', 'utf-16le'].map((label) => new TextDecoder(label).decode(bytes)).join('|');
    if (part === null || typeof part !== 'object') return String(part);
    return Object.entries(part)
      .map(([key, inner]) => `${key}=${words(inner)}`)
      .join(' ');
  };
  return words(this);
}

/** Caches, notes, address and title, as the page itself can read them. */
export function dumpPage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts = [location.href, document.title, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) parts.push(request.url, (await (await cache.match(request))?.text()) ?? '');
    }
    return parts.join('\n');
  });
}

/** Where in the files of a folder a text lies, as UTF-8 or UTF-16. */
export function findInFiles(folder: string, texts: readonly string[]): readonly string[] {
  const found: string[] = [];
  const wanted = texts.flatMap((text) => [
    { text, bytes: Buffer.from(text, 'utf8') },
    { text, bytes: Buffer.from(text, 'utf16le') },
    // As it stands in an address.
    { text, bytes: Buffer.from(encodeURIComponent(text), 'latin1') },
  ]);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const content = readFileSync(path);
    for (const { text, bytes } of wanted) if (content.includes(bytes)) found.push(`${name}: ${text}`);
  }
  return [...new Set(found)];
}
