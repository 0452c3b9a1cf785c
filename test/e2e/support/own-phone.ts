/** A phone of somebody with an account of their own and a PIN. */
import { expect, type Page } from '@playwright/test';
import { invite } from './people.ts';
import type { RunningServer } from './server.ts';

export const password = 'correct horse battery staple';
export const pin = '739164';

/** A page that is loaded anew asks for the PIN. */
export async function go(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await unlockWith(page, pin);
}

/** From the invitation to Today, with a PIN. */
export async function activate(
  page: Page,
  server: RunningServer,
  account: string,
  name: string,
  role = 'surveyor',
): Promise<void> {
  const code = invite(server, account, name, role);
  await page.goto(`${server.url}/activate?account=${account}#code=${code}`);
  await expect(page.getByLabel('激活码')).toHaveValue(code);
  expect(page.url()).not.toContain(code);
  await page.getByLabel('设置密码').fill(password);
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.getByRole('heading', { name: '给这部手机设一个 PIN' })).toBeVisible();
  await chooseSecret(page, pin);
  await page.getByRole('heading', { name: '今日' }).waitFor({ timeout: 60_000 });
}

export async function chooseSecret(page: Page, secret: string): Promise<void> {
  await page.getByLabel('新的 PIN 或口令').fill(secret);
  await page.getByLabel('再输一次').fill(secret);
  await page.getByRole('button', { name: '设好，继续' }).click();
}

export async function unlockWith(page: Page, secret: string): Promise<void> {
  await page.getByLabel('PIN 或口令', { exact: true }).fill(secret);
  await page.getByRole('button', { name: '解锁', exact: true }).click();
}
