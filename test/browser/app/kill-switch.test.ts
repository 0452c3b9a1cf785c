import { expect, test } from 'vitest';

test('[U12] the kill switch deletes caches and the worker, and leaves IndexedDB alone', async () => {
  await new Promise((resolve, reject) => {
    const request = indexedDB.open('answers-of-somebody', 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('answers').put('kept', 'jc01'));
    request.addEventListener('success', () => resolve(request.result.close()));
    request.addEventListener('error', reject);
  });
  const cache = await caches.open('precache-of-a-broken-build');
  await cache.put('/index.html', new Response('broken'));

  const registration = await navigator.serviceWorker.register('/kill/sw.js', { scope: '/kill/', updateViaCache: 'none' });
  expect(registration.scope).toMatch(/\/kill\/$/);
  await expect.poll(async () => (await navigator.serviceWorker.getRegistrations()).length, { timeout: 20_000 }).toBe(0);

  expect(await caches.keys()).toEqual([]);
  expect((await indexedDB.databases()).map((database) => database.name)).toContain('answers-of-somebody');
  indexedDB.deleteDatabase('answers-of-somebody');
});
