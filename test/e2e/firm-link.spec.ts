/** The firm's page as WeChat's browser would have it: no service worker, no database, no sign-in. */
import { chromium, expect, test } from '@playwright/test';
import type { FirmLinkMade } from '../../src/protocol/firm-link-wire.ts';
import type { OfficeRow } from '../../src/protocol/office-wire.ts';
import { chromiumArguments, chromiumPath } from '../../.ci/chromium.ts';
import { demoPeople } from '../../src/server/demo/make-demo.ts';
import { startServer } from './support/server.ts';

test('[V50] [V52] a firm fills its part by a link: saved when the server says so, kept on screen while the network is gone', async () => {
  const server = await startServer();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
  try {
    const { address: link } = await makeLink(server.url);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
    await context.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', { value: undefined });
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });
    });
    const page = await context.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(link);
    await expect(page.locator('.question-card').first()).toBeVisible({ timeout: 60_000 });
    // Nothing of the app's store comes along, and the token is in no address.
    expect(asked.filter((path) => /store|dexie|vault|sw\.js/u.test(path))).toEqual([]);
    expect(asked.some((path) => path.includes(link.split('#')[1] ?? ''))).toBe(false);

    const other = page.locator('input[name="production_type"]:not(:checked)').first();
    const chosen = (await other.getAttribute('value')) ?? '';
    await other.check({ force: true });
    await expect(page.locator('.save-line[data-state="saved"]')).toContainText('已保存');
    await context.setOffline(true);
    await page.locator('input[name="production_type"]:not(:checked)').first().check({ force: true });
    await expect(page.getByRole('alert').filter({ hasText: '没有保存' })).toBeVisible();
    await page.locator(`input[name="production_type"][value="${chosen}"]`).check({ force: true });
    await context.setOffline(false);
    await expect(page.locator('.save-line[data-state="saved"]')).toContainText('已保存', { timeout: 60_000 });
    await page.reload();
    await expect(page.getByRole('button', { name: '下一部分', exact: true })).toBeVisible();
    expect(faults).toEqual([]);

    const bad = await context.newPage();
    await bad.goto(`${server.url}/f#not-a-link`);
    await expect(bad.getByText('这个链接不能用了')).toBeVisible();
  } finally {
    await browser.close();
    await server.stop();
  }
});

test('[V94] [V59] the link of a follow-up shows what it asks again and nothing else, is handed in, and says when it is over', async () => {
  const server = await startServer();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
  try {
    const { address, revoke } = await makeLink(server.url, { followUp: true });
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
    await page.goto(address);
    await expect(page.locator('.question-card')).toHaveCount(1, { timeout: 60_000 });
    await expect(page.locator('.section-count')).toHaveText('1/1');
    await page.getByRole('radio', { checked: false }).first().check({ force: true });
    await expect(page.locator('.save-line[data-state="saved"]')).toContainText('已保存');
    await page.getByRole('button', { name: '检查并提交' }).click();
    await expect(page.getByText('全部答完了')).toBeVisible();
    await page.getByRole('button', { name: '提交给工作站' }).click();
    await expect(page.getByText('已提交给工作站')).toBeVisible();
    await page.reload();
    await expect(page.getByText('已提交给工作站')).toBeVisible();
    await page.getByRole('button', { name: '继续修改' }).click();
    await revoke();
    await page.getByRole('radio', { checked: false }).first().check({ force: true });
    await expect(page.getByRole('alert').first()).toBeVisible();
    await page.reload();
    await expect(page.getByText('打不开这份自评')).toBeVisible();
  } finally {
    await browser.close();
    await server.stop();
  }
});

type Made = { readonly address: string; readonly revoke: () => Promise<unknown> };

/** Of the draft that the demonstration has, or of its follow-up. */
async function makeLink(url: string, { followUp = false } = {}): Promise<Made> {
  const surveyor = demoPeople.find(({ role }) => role === 'surveyor');
  const json = { 'content-type': 'application/json', origin: url };
  const body = JSON.stringify({ account: surveyor?.account, password: surveyor?.password });
  const signedIn = await fetch(`${url}/api/session`, { method: 'POST', headers: json, body });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const post = (path: string, sent: object): Promise<Response> =>
    fetch(`${url}${path}`, { method: 'POST', headers: { ...json, cookie }, body: JSON.stringify(sent) });
  const found = await fetch(`${url}/api/office/assessments?state=draft`, { headers: { cookie } });
  const { rows } = (await found.json()) as { readonly rows: readonly OfficeRow[] };
  const draft = rows.find((row) => row.state === 'draft' && row.followUp === followUp)?.assessmentId ?? '';
  const made = await post(`/api/assessments/${draft}/firm-links`, { days: 7 });
  const { token, link } = (await made.json()) as FirmLinkMade;
  return { address: `${url}/f#${token}`, revoke: () => post(`/api/firm-links/${link.id}/revoke`, {}) };
}
