/** The browser's storage fails under an open questionnaire: what is not on disk is said loudly until it is, and is kept on screen. */
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { saved } from './support/fill-form.ts';
import { startPhone, type Phone } from './support/phone.ts';
import { startServer, type RunningServer } from './support/server.ts';
import { signIn, surveyor } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';
import { readStored } from './support/stored.ts';

let server: RunningServer;
let phone: Phone;
let page: Page;
let address: string;

test.beforeEach(async () => {
  server = await startServer();
  phone = await startPhone();
  page = phone.page;
  await signIn(page, server.url, 'surveyor');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  address = `${server.url}/assessments/${await startAssessment(page, server.url)}/q/jc_plan`;
  await page.goto(address);
  await type('11');
  await expect(saved(page)).toBeVisible();
});

test.afterEach(async () => {
  await phone.close();
  await server.stop();
});

/** Through several tries of its own, however long they take: each is seen to begin and to fail. */
async function triesAgain(): Promise<void> {
  await page.evaluate(() => {
    const line = document.querySelector('.save-line');
    let tries = 0;
    new MutationObserver(() => {
      if (line?.getAttribute('data-state') === 'saving') tries += 1;
      if (line?.getAttribute('data-state') === 'failed') document.documentElement.dataset['tries'] = String(tries);
    }).observe(line ?? document.body, { attributeFilter: ['data-state'] });
  });
  for (const tries of ['1', '2']) {
    await page.clock.fastForward(6_000);
    await expect(page.locator('html')).toHaveAttribute('data-tries', tries);
  }
}

const box = () => page.locator('article[data-names~="jc01"] .field-box input');
const failed = () => page.locator('.save-failed');

async function type(value: string): Promise<void> {
  await box().fill(value);
  await box().blur();
}

test('[U35] a phone without room for one more answer says so until there is room; then the answer is saved by itself', async () => {
  // Chromium remembers for half a minute how much room there is, so the phone is full from its start.
  await phone.close();
  phone = await startPhone({ profile: phone.profile });
  page = phone.page;
  const devtools = await page.context().newCDPSession(page);
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin: server.url });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: Math.floor(usage / 2) });
  await page.clock.install();
  await page.goto(address);
  await expect(box()).toHaveValue('11');
  await type('12');
  await expect(failed()).toBeVisible();
  await expectAccessible(page, 'questionnaire without room');
  await triesAgain();
  await expect(failed()).toBeVisible();
  await expect(saved(page)).toHaveCount(0);
  await expect(box()).toHaveValue('12');
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url });
  await expect(saved(page)).toBeVisible({ timeout: 90_000 });
  await expect(failed()).toHaveCount(0);
  expect((await readStored(page)).faults).toEqual([]);
  await page.reload();
  await expect(box()).toHaveValue('12');
});

test('[T4] [U35] a database that is taken away under the page makes a loud red state that stays; the copy brings the rest back', async () => {
  await page.goto(`${server.url}/sync`);
  await expect(page.getByText('全部已核对入库')).toBeVisible({ timeout: 60_000 });
  await server.stop();
  await page.goto(address);
  await type('13');
  await expect(saved(page)).toBeVisible();
  await page.goto(`${server.url}/sync`);
  await expect(page.getByText(/存着没上传的 \d+ 处修改/)).toBeVisible({ timeout: 60_000 });
  await page.clock.install();
  await page.goto(address);
  await expect(box()).toHaveValue('13');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb' });
  await type('14');
  await expect(failed()).toBeVisible();
  await triesAgain();
  await expect(failed()).toBeVisible();
  await expect(saved(page)).toHaveCount(0);
  await expect(box()).toHaveValue('14');
  // Opened again: what had been saved is in the second copy, and comes back after the sign-in.
  server = await startServer({ port: Number(new URL(server.url).port), dataDir: server.dataDir });
  await page.goto(server.url);
  await expect(page.getByText('第二份副本还在')).toBeVisible();
  await page.getByLabel('密码', { exact: true }).fill(surveyor().password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByText('已从第二份副本找回')).toBeVisible({ timeout: 60_000 });
  await page.goto(address);
  await expect(box()).toHaveValue('13', { timeout: 60_000 });
});

test('[T4] a newer page that takes the database over is named, and nothing is shown as saved any more', async () => {
  await page.clock.install();
  const other = await page.context().newPage();
  await other.goto(`${server.url}/api/health`);
  await other.evaluate(async () => {
    const name = (await indexedDB.databases()).find((each) => /^xunzhen-(?!vault)/u.test(each.name ?? ''))?.name ?? '';
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(name, 100_000);
      request.addEventListener('success', () => resolve());
      request.addEventListener('error', () => reject(request.error));
    });
  });
  await expect(page.getByText('应用在另一个标签页更新了')).toBeVisible();
  await type('15');
  await expect(failed()).toBeVisible();
  await triesAgain();
  await expect(failed()).toBeVisible();
  await expect(saved(page)).toHaveCount(0);
  await expect(box()).toHaveValue('15');
});
