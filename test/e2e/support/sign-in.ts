import type { Page } from '@playwright/test';
import { demoPeople } from '../../../src/server/demo/make-demo.ts';

/** Opens the app for the first time as a demo person and waits until the phone is ready to go offline. */
export async function signIn(page: Page, url: string, role: 'surveyor' | 'reviewer' | 'administrator'): Promise<void> {
  const person = demoPeople.find((each) => each.role === role);
  await page.goto(url);
  await page.getByLabel('账号').fill(person?.account ?? '');
  await page.getByLabel('密码', { exact: true }).fill(person?.password ?? '');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { name: role === 'surveyor' ? '今日' : '收到的评估' }).waitFor({ timeout: 60_000 });
}

/** Account and password of the demo surveyor. */
export function surveyor(): { readonly account: string; readonly password: string } {
  const person = demoPeople.find(({ role }) => role === 'surveyor');
  if (person === undefined) throw new Error('there is no demo surveyor');
  return person;
}

/** A browser that is killed may forget a cookie that it had not written yet; the person signs in again. */
export async function signInAgain(page: Page): Promise<void> {
  const { account, password } = surveyor();
  const status = await page.evaluate(
    async (credentials) => {
      const reply = await fetch('/api/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(credentials),
      });
      return reply.status;
    },
    { account, password },
  );
  if (status !== 200) throw new Error(`sign-in answered ${String(status)}`);
}
