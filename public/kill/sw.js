/*
 * The way out of a broken service worker: serve this file as /sw.js. Browsers fetch it past their caches, it takes over at once,
 * deletes this site's caches, unregisters itself and reloads open pages. It never touches IndexedDB: answers and photos stay.
 */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(retire()));

async function retire() {
  for (const name of await caches.keys()) await caches.delete(name);
  const pages = await self.clients.matchAll({ type: 'window' });
  await self.registration.unregister();
  for (const page of pages) page.navigate(page.url).catch(() => undefined);
}
