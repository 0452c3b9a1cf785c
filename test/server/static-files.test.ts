import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveBuild, keptBuilds } from '#server/http/build-archive.ts';
import { staticFiles } from '#server/http/static-files.ts';
import type { StaticFiles } from '#server/http/static-files.ts';

let root = '';
let files: StaticFiles;
const script = `export const text = ${JSON.stringify('x'.repeat(3000))};`;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'xunzhen-static-'));
  mkdirSync(join(root, 'dist', 'assets'), { recursive: true });
  writeFileSync(join(root, 'dist', 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(join(root, 'dist', 'firm.html'), '<!doctype html><title>firm</title>');
  writeFileSync(join(root, 'dist', 'service-worker.js'), 'self');
  writeFileSync(join(root, 'dist', 'assets', 'index-AAAA.js'), script);
  writeFileSync(join(root, 'dist', 'assets', 'index-AAAA.js.map'), '{}');
  writeFileSync(join(root, 'dist', '.env'), 'SECRET=1');
  writeFileSync(join(root, 'secret.txt'), 'secret');
  files = await staticFiles(join(root, 'dist'), join(root, 'archive'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const get = (path: string, headers: Record<string, string> = {}) => files(new Request(`http://localhost${path}`, { headers }));

test('[H50] pages are asked for anew each time, hashed assets never', async () => {
  for (const path of ['/', '/index.html', '/service-worker.js']) {
    expect([path, (await get(path)).headers.get('cache-control')]).toEqual([path, 'no-cache']);
  }
  expect((await get('/assets/index-AAAA.js')).headers.get('cache-control')).toContain('immutable');
});

test('[H51] the firm’s page has an address of its own, which no deep link shares', async () => {
  expect(await (await get('/f')).text()).toContain('<title>firm</title>');
  expect((await get('/f')).headers.get('cache-control')).toBe('no-cache');
  expect(await (await get('/f/x')).text()).toContain('<title>app</title>');
});

test('[H51] a deep link opens the app; a file that is not there stays absent', async () => {
  expect(await (await get('/assessments/abc/q/jc_plan')).text()).toContain('<title>app</title>');
  expect((await get('/assets/gone.js')).status).toBe(404);
  expect((await get('/picture.png')).status).toBe(404);
});

test('[H52] nothing outside the folder, hidden, or mapping sources is served', async () => {
  for (const path of [
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/.env',
    '/assets/index-AAAA.js.map',
    '/.git/config',
    '/%00',
    '/%ff',
    '/..%5csecret.txt',
  ]) {
    const response = await get(path);
    const text = await response.text();
    expect([path, text.includes('secret') || text.includes('SECRET') || text.includes('{}')]).toEqual([path, false]);
  }
});

test('[H53] text is sent compressed to who takes it, and not again to who has it', async () => {
  const packed = await get('/assets/index-AAAA.js', { 'accept-encoding': 'gzip, br' });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(script.length / 4);
  const plain = await get('/assets/index-AAAA.js');
  expect(await plain.text()).toBe(script);
  const again = await get('/', { 'if-none-match': (await get('/')).headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

test('[H54] after a new build, chunks of the old one are still there and the new page is seen', async () => {
  rmSync(join(root, 'dist', 'assets', 'index-AAAA.js'));
  writeFileSync(join(root, 'dist', 'assets', 'index-BBBB.js'), 'export {};');
  writeFileSync(join(root, 'dist', 'index.html'), '<!doctype html><title>new app</title>');
  expect(await (await get('/')).text()).toContain('new app');
  expect(await (await get('/assets/index-AAAA.js')).text()).toBe(script);
  expect((await get('/assets/index-BBBB.js')).status).toBe(200);
});

test('[H55] the archive keeps whole builds, the newest ones; one that is served again is new again', async () => {
  const archive = join(root, 'builds');
  mkdirSync(archive);
  writeFileSync(join(archive, 'loose-0000.js'), 'from an earlier version');
  const serve = async (build: number): Promise<readonly string[]> => {
    const dist = join(root, `dist-${String(build)}`);
    mkdirSync(join(dist, 'assets'), { recursive: true });
    writeFileSync(join(dist, 'assets', `chunk-${String(build)}.js`), String(build));
    return archiveBuild(dist, archive);
  };
  const holds = (folders: readonly string[], name: string): boolean => folders.some((folder) => existsSync(join(folder, name)));
  expect(holds(await serve(0), 'loose-0000.js')).toBe(true);
  for (let build = 1; build < keptBuilds; build += 1) {
    await serve(build);
    expect((await serve(0)).length).toBe(Math.min(build + 2, keptBuilds));
  }
  const folders = await serve(keptBuilds);
  expect(folders).toHaveLength(keptBuilds);
  expect(readdirSync(archive)).toHaveLength(keptBuilds);
  expect([holds(folders, 'loose-0000.js'), holds(folders, 'chunk-1.js'), holds(folders, 'chunk-0.js')]).toEqual([
    false,
    false,
    true,
  ]);
  expect(readFileSync(join(folders[0] ?? '', `chunk-${String(keptBuilds)}.js`), 'utf8')).toBe(String(keptBuilds));
});
