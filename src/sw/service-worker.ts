/// <reference lib="webworker" />
/**
 * Keeps the app's own files, nothing else: /api is never cached, data lives in IndexedDB. A new version waits until the page
 * says that a person has agreed.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[] };

precacheAndRoute([...self.__WB_MANIFEST]);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//, /^\/f$/] }));

self.addEventListener('message', (event) => {
  if ((event.data as { readonly type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

// The very first page is served from here at once too, so that 'ready to work offline' is true without a reload.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
