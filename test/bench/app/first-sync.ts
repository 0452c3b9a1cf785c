import type { Page } from '@playwright/test';
import { surveyor } from './county.ts';
import type { Note } from './offline-round.ts';
import { onPhone } from './on-phone.ts';

/** A phone's first day: an empty profile signs in and takes in the county. Answers with an assessment to work on. */
export async function firstSync(profile: string, url: string, cpu: number, note: Note): Promise<string> {
  let assessment = '';
  await onPhone(profile, cpu, async (page) => {
    const received = await countReceived(page);
    await page.goto(url);
    await page.getByLabel('账号').waitFor();
    note('first-load-sign-in', received() / 1024);
    await page.getByLabel('账号').fill(surveyor.account);
    await page.getByLabel('密码', { exact: true }).fill(surveyor.password);
    const began = performance.now();
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: '今日' }).waitFor({ timeout: 300_000 });
    note('first-sync', performance.now() - began);
    note('first-load-today', received() / 1024);
    assessment = await findAssessment(page, url);
    await offlineReady(page);
  });
  return assessment;
}

/** Bytes of scripts, styles and pages as they came over the wire, headers included; what the service worker stores beside is not in it. */
async function countReceived(page: Page): Promise<() => number> {
  const cdp = await page.context().newCDPSession(page);
  const ofApp = new Set<string>();
  let bytes = 0;
  cdp.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Document' || type === 'Script' || type === 'Stylesheet') ofApp.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (ofApp.has(requestId)) bytes += encodedDataLength;
  });
  await cdp.send('Network.enable');
  return () => bytes;
}

async function findAssessment(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/visits?show=assessments`);
  const link = page.locator('a[href^="/assessments/"]').first();
  await link.waitFor({ timeout: 60_000 });
  return /assessments\/([^/?]+)/.exec((await link.getAttribute('href')) ?? '')?.[1] ?? '';
}

async function offlineReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForTimeout(3_000);
}
