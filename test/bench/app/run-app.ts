/**
 * The built app in a real browser at 4× throttling: signed in and synced once, then, without a network, what a surveyor does all
 * day. One profile is prepared; each round works on a copy of it in a browser started anew.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { buildWhenStale } from '../../../src/server/build-app.ts';
import { startPhone } from '../../e2e/support/phone.ts';
import { median, p95 } from '../statistics.ts';
import { surveyor, usualCounty } from './county.ts';
import { firstLoadKilobytes } from './first-load.ts';
import { startCounty } from './start-county.ts';
import { timeBareTransaction, timeLoad, timeUntil } from './time-in-page.ts';

export type AppRow = {
  readonly metric: string;
  readonly unit: 'ms' | 'KB';
  readonly median: number;
  readonly p95: number;
  readonly samples: number;
};

const root = fileURLToPath(new URL('../../..', import.meta.url));
const answersPerRound = 20;

export async function runApp(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      cpu: { type: 'string', default: '4' },
      firms: { type: 'string', default: String(usualCounty.firms) },
      assessments: { type: 'string', default: String(usualCounty.assessments) },
      json: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  const cpu = Number(values.cpu);
  await buildWhenStale(root);
  const dist = join(root, 'dist');
  const samples = new Map<string, number[]>();
  const note = (metric: string, value: number): void => {
    samples.set(metric, [...(samples.get(metric) ?? []), value]);
    console.error(`${metric} ${value.toFixed(1)}`);
  };
  console.error('filling the county');
  const county = await startCounty(dist, { firms: Number(values.firms), assessments: Number(values.assessments) });
  const profiles: string[] = [];
  try {
    let assessment = '';
    for (let round = 0; round < rounds; round++) {
      const profile = mkdtempSync(join(tmpdir(), 'xunzhen-bench-phone-'));
      profiles.push(profile);
      await onPhone(profile, cpu, async (page) => {
        await page.goto(county.url);
        note('first-sync', await signIn(page));
        if (round === 0) assessment = await findAssessment(page, county.url);
        await offlineReady(page);
      });
    }
    await county.stop();
    const prepared = profiles[0] ?? '';
    for (let round = 0; round < rounds; round++) {
      const profile = mkdtempSync(join(tmpdir(), 'xunzhen-bench-phone-'));
      profiles.push(profile);
      cpSync(prepared, profile, { recursive: true });
      await offlineRound(profile, county.url, assessment, cpu, note);
    }
  } finally {
    await county.stop();
    county.remove();
    for (const profile of profiles) rmSync(profile, { recursive: true, force: true });
  }
  const rows = [...samples].map(([metric, taken]): AppRow => ({
    metric,
    unit: 'ms',
    median: median(taken),
    p95: p95(taken),
    samples: taken.length,
  }));
  const kilobytes = firstLoadKilobytes(dist);
  rows.push({ metric: 'first-load-gzip', unit: 'KB', median: kilobytes, p95: kilobytes, samples: 1 });
  console.log(values.json ? JSON.stringify({ rows }) : tableOf(rows));
  return 0;
}

async function offlineRound(
  profile: string,
  url: string,
  assessment: string,
  cpu: number,
  note: (metric: string, value: number) => void,
): Promise<void> {
  const question = 'article[data-question]';
  await onPhone(profile, cpu, async (page) => {
    note('cold-start-list', await timeLoad(page, `${url}/visits`, 'a[href^="/assessments/"]'));
  });
  const link = `a[href^="/assessments/${assessment}/q/"]`;
  let address = '';
  await onPhone(profile, cpu, async (page) => {
    await page.goto(`${url}/assessments/${assessment}`);
    await page.locator(link).first().waitFor();
    address = (await page.locator(link).first().getAttribute('href')) ?? '';
    note('tap-to-question', await timeUntil(page, { on: link, appears: question }));
  });
  await onPhone(profile, cpu, async (page) => {
    note('cold-start-question', await timeLoad(page, `${url}${address}`, question));
    for (let answer = 0; answer < answersPerRound; answer++) {
      // The stamp shows seconds: within one, two saves read alike.
      await page.waitForTimeout(1_100);
      const on = `${question} input[type="radio"]:not(:checked):not(:disabled)`;
      note('answer-to-saved', await timeUntil(page, { on, appears: '.save-line', saying: '已保存' }));
      note('bare-transaction', await timeBareTransaction(page));
    }
    await photo(page, url, assessment, note);
    await page.goto(`${url}/enterprises`);
    await page.locator('.enterprise-row a').first().waitFor({ timeout: 60_000 });
    // The line changes its wording with the first letter, before there is an answer: that one is not timed.
    await page.locator('input[type="search"]').fill('江');
    await page.waitForTimeout(2_000);
    for (const text of ['江夏精密', '智能装备', 'jxjmjx', '12345', '有限公司']) {
      note(
        'search',
        await timeUntil(page, { on: 'input[type="search"]', text, appears: '[role="status"].soft.small', saying: '\\d' }),
      );
    }
  });
}

/** A browser of its own on the profile, closed whatever happens. */
async function onPhone(profile: string, cpu: number, act: (page: Page) => Promise<void>): Promise<void> {
  const phone = await startPhone({ profile });
  try {
    await throttle(phone.page, cpu);
    await act(phone.page);
  } finally {
    await phone.close();
  }
}

/** Shutter to preview, and keeping to thumbnail, without the person's own time between. */
async function photo(page: Page, url: string, assessment: string, note: (metric: string, value: number) => void): Promise<void> {
  await page.goto(`${url}/assessments/${assessment}`);
  await page.locator(`a[href^="/assessments/${assessment}/q/"]`).first().waitFor();
  const sections = await page
    .locator(`a[href^="/assessments/${assessment}/q/"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  for (const href of sections) {
    await page.goto(`${url}${href}`);
    const shoot = page.getByRole('button', { name: '拍照' }).first();
    if (
      !(await shoot.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      ))
    )
      continue;
    await shoot.click();
    const shutter = page.getByRole('button', { name: '按下快门' });
    await shutter.waitFor();
    await shutter.evaluate((element) => (element.id = 'bench-shutter'));
    await page.waitForTimeout(1_000);
    const preview = await timeUntil(page, { on: '#bench-shutter', appears: 'dialog.camera img' });
    await page.getByRole('button', { name: '用这张', exact: true }).evaluate((element) => (element.id = 'bench-keep'));
    note('shutter-to-thumbnail', preview + (await timeUntil(page, { on: '#bench-keep', appears: '.evidence-open img' })));
    return;
  }
  throw new Error('no question asks for a photo');
}

/** From tapping 登录 until everything is on the phone and Today opens. */
async function signIn(page: Page): Promise<number> {
  await page.getByLabel('账号').fill(surveyor.account);
  await page.getByLabel('密码', { exact: true }).fill(surveyor.password);
  const began = performance.now();
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { name: '今日' }).waitFor({ timeout: 300_000 });
  return performance.now() - began;
}

async function findAssessment(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/visits`);
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

async function throttle(page: Page, rate: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
}

function tableOf(rows: readonly AppRow[]): string {
  return rows
    .map(
      (row) =>
        `${row.metric.padEnd(22)} ${row.median.toFixed(1)} (p95 ${row.p95.toFixed(1)}) ${row.unit}, ${String(row.samples)} samples`,
    )
    .join('\n');
}
