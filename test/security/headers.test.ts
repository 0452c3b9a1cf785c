/** What stands on every answer, whatever it is: the exact set, so that one more or less is seen. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openUploads } from '#server/blobs/upload-store.ts';
import { createApp } from '#server/http/app.ts';
import type { App } from '#server/http/app.ts';
import { staticFiles } from '#server/http/static-files.ts';
import { newEntity, testServer, visitor } from '../server/test-server.ts';
import type { TestServer, Visitor } from '../server/test-server.ts';

let test_: TestServer;
let app: App;
let surveyor: Visitor;
let folder = '';

beforeAll(async () => {
  test_ = await testServer();
  surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  folder = mkdtempSync(join(tmpdir(), 'xunzhen-headers-'));
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
  for (const name of ['index.html', 'service-worker.js', 'assets/index-AAAA.js']) writeFileSync(join(folder, 'dist', name), 'x');
  app = createApp({
    filesOrigin: null,
    server: test_.server,
    uploads: openUploads(test_.server.folders.uploads),
    files: await staticFiles(join(folder, 'dist'), join(folder, 'archive')),
    addressOf: () => '10.0.0.1',
    report: () => undefined,
  });
});
afterAll(async () => {
  await test_.stop();
  rmSync(folder, { recursive: true, force: true });
});

const everywhere = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const ofSecurity = (response: Response): Record<string, string> =>
  Object.fromEntries([...response.headers].filter(([name]) => name in everywhere || name.startsWith('access-control-')));

test('[H5] the same headers stand on every route’s answer, with and without a session, on files, the service worker, and what is not there', async () => {
  const filled = (path: string): string =>
    path
      .replace(/:file\{(\w+)\\\.[^}]*\}/u, '$1.csv')
      .replace('/*', '/')
      .replace(/:\w+/gu, newEntity());
  const asks = [
    ...app.routes.map(({ method, path }) => ({ method, path: filled(path) })),
    ...[
      '/',
      '/index.html',
      '/service-worker.js',
      '/assets/index-AAAA.js',
      '/assets/gone.js',
      '/.git/config',
      '/api/nothing',
      '/today',
    ].map((path) => ({ method: 'GET', path })),
    { method: 'PUT', path: '/' },
    { method: 'OPTIONS', path: '/api/session' },
  ];
  const seen = new Set<number>();
  for (const { method, path } of asks) {
    for (const cookie of ['', surveyor.cookie]) {
      const headers = { cookie, 'content-type': 'application/json', origin: 'https://evil.example' };
      const response = await app.hono.request(path, { method, headers, ...(method === 'GET' ? {} : { body: '{' }) });
      seen.add(response.status);
      expect([method, path, ofSecurity(response)]).toEqual([method, path, everywhere]);
      expect([path, response.headers.get('server'), response.headers.get('x-powered-by')]).toEqual([path, null, null]);
      // Nothing of a person stays in a shared cache.
      if (path.startsWith('/api/') && !/^\/api\/(?:definitions|regions|registry)/u.test(path))
        expect([path, response.headers.get('cache-control')]).toEqual([path, expect.stringMatching(/no-store|private/u)]);
    }
  }
  for (const status of [200, 401, 403, 404, 405]) expect([...seen]).toContain(status);
});

test('[H6] over TLS every answer tells the browser to stay with TLS, over plain HTTP none does', async () => {
  for (const path of ['/', '/api/health', '/api/nothing', '/service-worker.js', '/.git/config']) {
    const secure = await app.hono.request(`https://xunzhen.example${path}`);
    expect([path, secure.headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000']);
    expect((await app.hono.request(`http://xunzhen.example${path}`)).headers.has('strict-transport-security')).toBe(false);
  }
});
