/** The browser loses its database: the second copy brings back what no server had, and each piece reaches the server once. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { saved } from './support/fill-form.ts';
import { enteredValues, officeClient } from './support/office-client.ts';
import { startPhone, type Phone } from './support/phone.ts';
import { freePort, startServer, type RunningServer } from './support/server.ts';
import { signIn, surveyor } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';

const losses = {
  'is deleted with all others of the site': async (phone: Phone, url: string): Promise<Phone> => {
    await phone.page.goto('about:blank');
    const devtools = await phone.page.context().newCDPSession(phone.page);
    await devtools.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'indexeddb' });
    return phone;
  },
  'is damaged on the disk': async (phone: Phone): Promise<Phone> => {
    await phone.close();
    const folder = join(phone.profile, 'Default', 'IndexedDB');
    const databases = readdirSync(folder).filter((name) => name.endsWith('.leveldb'));
    expect(databases).not.toEqual([]);
    for (const name of databases)
      for (const file of readdirSync(join(folder, name))) {
        if (file !== 'LOCK') writeFileSync(join(folder, name, file), Buffer.alloc(4096, 0x5a));
      }
    return startPhone({ profile: phone.profile });
  },
} as const;

for (const [what, lose] of Object.entries(losses)) {
  test(`[T42] [promise 2] a database that ${what} comes back from the second copy after a sign-in`, async () => {
    const port = await freePort();
    let server = await startServer({ port });
    // Asked of an assessment that the server has not seen yet.
    let phone = await startPhone({ expectedErrors: [/\/adopted/] });
    try {
      const { page } = phone;
      await signIn(page, server.url, 'surveyor');
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      const assessment = await startAssessment(page, server.url);
      await answer(page, server.url, assessment, 'jc01', '12');
      await page.goto(`${server.url}/sync`);
      await expect(page.getByText('全部已核对入库')).toBeVisible({ timeout: 60_000 });

      // Without a network: answers, one of them corrected, and two photos.
      await server.stop();
      await answer(page, server.url, assessment, 'jc01', '34');
      await answer(page, server.url, assessment, 'jc02', '56');
      await page.goto(`${server.url}/assessments/${assessment}/q/jc_equipment`);
      await page.locator('article[data-names~="jc07"] input').first().fill('40');
      await takePhoto(page, 1);
      await takePhoto(page, 2);
      await page.goto(`${server.url}/sync`);
      await expect(page.getByText(/存着没上传的 \d+ 处修改、2 张照片/)).toBeVisible({ timeout: 60_000 });
      const unsent = Number(/存着没上传的 (\d+) 处/.exec((await page.locator('.facts').textContent()) ?? '')?.[1]);
      expect(unsent).toBeGreaterThan(5);

      phone = await lose(phone, server.url);
      server = await startServer({ port, dataDir: server.dataDir });
      await signInAfterLoss(phone.page, server);
      await expect(phone.page.getByText(`已从第二份副本找回 ${String(unsent)} 处修改、2 张照片`)).toBeVisible({
        timeout: 60_000,
      });
      await expectAccessible(phone.page, 'after a restore');
      await phone.page.goto(`${server.url}/sync`);
      await expect(phone.page.getByText('全部已核对入库')).toBeVisible({ timeout: 90_000 });
      await phone.page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
      await expect(phone.page.locator('article[data-names~="jc01"] .field-box input')).toHaveValue('34');

      const detail = await (await officeClient(server.url)).assessment(assessment);
      expect(enteredValues(detail)).toMatchObject({ jc01: 34, jc02: 56 });
      expect(detail.evidence.filter(({ committedAt }) => committedAt !== null)).toHaveLength(2);
      await server.stop();
      expectEachOnce(server, unsent);
      expect(phone.errors).toEqual([]);
    } finally {
      await phone.close();
      await server.stop();
    }
  });
}

async function signInAfterLoss(page: Page, server: RunningServer): Promise<void> {
  await page.goto(server.url);
  await expect(page.getByText('第二份副本还在')).toBeVisible();
  await expectAccessible(page, 'sign-in after a loss');
  await expect(page.getByLabel('账号')).toHaveValue(surveyor().account);
  await page.getByLabel('密码', { exact: true }).fill(surveyor().password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('heading', { name: '今日' })).toBeVisible({ timeout: 60_000 });
}

async function answer(page: Page, url: string, assessment: string, name: string, value: string): Promise<void> {
  await page.goto(`${url}/assessments/${assessment}/q/jc_plan`);
  const input = page.locator(`article[data-names~="${name}"] .field-box input`).first();
  await input.fill(value);
  await input.blur();
  await expect(saved(page)).toBeVisible();
}

async function takePhoto(page: Page, count: number): Promise<void> {
  const card = page.locator('article[data-names~="jc07"]');
  await card.getByRole('button', { name: /^(拍照|再拍一张)$/ }).click();
  await page.getByRole('button', { name: '按下快门' }).click();
  await page.getByRole('button', { name: '用这张', exact: true }).click();
  await expect(card.locator('.evidence-open')).toHaveCount(count);
}

/** On the server's own disk: no re-issued op beside the one it replaces, and exactly the unsent ones under the successor. */
function expectEachOnce(server: RunningServer, unsent: number): void {
  const db = new Database(join(server.dataDir, 'xunzhen.sqlite'), { readonly: true });
  try {
    const count = (sql: string): unknown => db.prepare(sql).pluck().get();
    expect(count('select count(*) from ops a join ops b on a.was = b.hash')).toBe(0);
    expect(count('select count(*) from ops where was is not null')).toBe(unsent);
    expect(count('select count(*) from ops where was is not null')).toBe(
      count('select count(distinct was) from ops where was is not null'),
    );
    expect(count("select count(*) from ops where state = 'quarantined'")).toBe(0);
    expect(count('select count(*) from devices where successor_of is not null')).toBe(1);
  } finally {
    db.close();
  }
}
