/** New builds under open pages, a build that is broken: chunks are still found, and nothing takes the database away. */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { saved } from './support/fill-form.ts';
import { nextBuild, nextVersion } from './support/next-build.ts';
import { startPhone } from './support/phone.ts';
import { freePort, startServer, type RunningServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';
import { readStored } from './support/stored.ts';

let next = '';
test.beforeAll(() => {
  next = nextBuild();
});

async function deploy(server: RunningServer, app: string): Promise<RunningServer> {
  await server.stop();
  return startServer({ port: Number(new URL(server.url).port), dataDir: server.dataDir, env: { APP_DIR: app } });
}

/** As in a browser that has none: every chunk comes from the server. */
async function withoutWorker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('no worker here'));
  });
}

/** A screen whose chunk is another one in each build, since it tells the version. */
async function openMe(page: Page): Promise<void> {
  await page.getByRole('link', { name: '我的', exact: true }).click();
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible({ timeout: 30_000 });
}

/** Own chunks of a screen that has not been on this page yet, as the page asks for them. */
async function openLazyScreen(page: Page): Promise<readonly string[]> {
  const asked: string[] = [];
  const note = (response: { url: () => string; status: () => number }): void => {
    if (response.url().includes('/assets/')) asked.push(`${String(response.status())} ${response.url().split('/').at(-1) ?? ''}`);
  };
  page.on('response', note);
  await openMe(page);
  page.off('response', note);
  return asked;
}

test('[H54] [U11] a page of the old build loads a chunk it had not loaded yet after two deployments', async () => {
  let server = await startServer({ port: await freePort() });
  const phone = await startPhone();
  const { page } = phone;
  try {
    await withoutWorker(page);
    await signIn(page, server.url, 'surveyor');
    // A chunk that is still on its way when the server stops makes the page load itself anew.
    await page.goto(server.url, { waitUntil: 'networkidle' });
    await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
    server = await deploy(server, next);
    server = await deploy(server, withOtherAssets(next));
    const asked = await openLazyScreen(page);
    expect(asked.join()).toContain('me-screen');
    expect(asked.filter((each) => !each.startsWith('200'))).toEqual([]);
    expect(await page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[U11] a chunk that is gone from the server too brings the present build, once, and nothing is lost', async () => {
  let server = await startServer({ port: await freePort() });
  const phone = await startPhone({ expectedErrors: [/sw\.js/, /404/, /Failed to fetch dynamically imported module/] });
  const { page } = phone;
  try {
    await withoutWorker(page);
    await signIn(page, server.url, 'surveyor');
    // Here it would use up the one reload.
    await page.goto(server.url, { waitUntil: 'networkidle' });
    server = await deploy(server, next);
    const archive = join(server.dataDir, 'assets-archive');
    for (const build of readdirSync(archive)) rmSync(join(archive, build), { recursive: true });
    const reloaded = page.waitForEvent('load');
    await page.getByRole('link', { name: '我的', exact: true }).click();
    await reloaded;
    await openMe(page);
    await expect(page.getByText(nextVersion)).toBeVisible();
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[U11] a page under the worker finds its own chunks without the server, also after a deployment', async () => {
  let server = await startServer({ port: await freePort() });
  const phone = await startPhone();
  const { page } = phone;
  try {
    await signIn(page, server.url, 'surveyor');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.goto(server.url);
    server = await deploy(server, next);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? null))
      .toBe('installed');
    await server.stop();
    const asked = await openLazyScreen(page);
    expect(asked.join()).toContain('me-screen');
    expect(asked.filter((each) => !each.startsWith('200'))).toEqual([]);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[U12] a broken update is ended by the kill switch: caches and worker go, every answer stays', async () => {
  let server = await startServer({ port: await freePort() });
  const phone = await startPhone({ expectedErrors: [/this build is broken/, /sw\.js/] });
  const { page } = phone;
  try {
    await signIn(page, server.url, 'surveyor');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const assessment = await startAssessment(page, server.url);
    await page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
    const box = page.locator('article[data-names~="jc01"] .field-box input');
    await box.fill('37');
    await box.blur();
    await expect(saved(page)).toBeVisible();
    const before = await readStored(page);

    // The broken build takes over: its pages show nothing and its worker serves them from its cache.
    server = await deploy(server, broken());
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? null))
      .toBe('installed');
    await page.evaluate(async () => {
      (await navigator.serviceWorker.getRegistration())?.waiting?.postMessage({ type: 'SKIP_WAITING' });
    });
    // The questionnaire's sync may ask in the midst of the activation: Chromium then gives it up, and a load lets the new one in.
    await expect(async () => {
      await page.goto(server.url, { timeout: 5_000 });
      await expect(page).toHaveTitle('broken', { timeout: 1_000 });
    }).toPass();
    await expect(page.locator('body')).toHaveText('');

    // The way out: the next build with the kill switch in place of its worker.
    server = await deploy(server, withKillSwitch(next));
    await page.goto(server.url);
    // The worker's own reload brings the sound page, with the questionnaire that was open.
    await expect(box).toHaveValue('37', { timeout: 60_000 });
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    expect(await readStored(page)).toEqual({ ...before, faults: [] });
    await box.fill('38');
    await box.blur();
    await expect(saved(page)).toBeVisible();

    // A sound build with its own worker works offline again.
    server = await deploy(server, next);
    await page.goto(server.url);
    // `ready` may still mean the kill switch, which takes no page.
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state ?? null)).toBe('activated');
    await server.stop();
    await page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
    await expect(box).toHaveValue('38');
  } finally {
    await phone.close();
    await server.stop();
  }
});

function copyOf(app: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'xunzhen-app-')), 'app');
  cpSync(app, folder, { recursive: true });
  return folder;
}

/** The same app as a build of its own, for the archive to count. */
function withOtherAssets(app: string): string {
  const folder = copyOf(app);
  writeFileSync(join(folder, 'assets', 'other-00000000.js'), 'export {};');
  return folder;
}

function withKillSwitch(app: string): string {
  const folder = copyOf(app);
  cpSync(join(folder, 'kill', 'sw.js'), join(folder, 'sw.js'));
  return folder;
}

/** Its worker keeps a page that does nothing, and answers every navigation with it. */
function broken(): string {
  const folder = copyOf(next);
  const page = '<!doctype html><meta charset="utf-8"><title>broken</title><body></body>';
  writeFileSync(join(folder, 'index.html'), page);
  const worker = `self.addEventListener('message', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('install', (event) => event.waitUntil(caches.open('broken').then((cache) => cache.put('/index.html', new Response(${JSON.stringify(page)}, { headers: { 'content-type': 'text/html' } })))));
self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(caches.match('/index.html'));
});`;
  writeFileSync(join(folder, 'sw.js'), worker);
  return folder;
}
