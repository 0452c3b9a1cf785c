/** A fourth device, two weeks without a network, what a lock leaves in memory, and originals from a host of their own. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { newId } from '../../src/shared/ids.ts';
import { expectAccessible } from './support/accessible.ts';
import { saved } from './support/fill-form.ts';
import { findInHeap } from './support/heap.ts';
import { activate, chooseSecret, go, password, pin, unlockWith } from './support/own-phone.ts';
import { startPhone } from './support/phone.ts';
import { freePort, startServer, type RunningServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';

test('[H96] a fourth device is asked to take one out of use, does so by the sheet, and goes on', async () => {
  const server = await startServer();
  const first = await startPhone();
  const fourth = await startPhone({ expectedErrors: [/409|40[13]/u] });
  try {
    await activate(first.page, server, 'many', '欧阳建国工程师（武汉市江夏区经济和信息化局）');
    await enrolMore(server, 'many', 2);
    const { page } = fourth;
    await page.goto(server.url);
    await page.getByLabel('账号').fill('many');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await expect(page.getByRole('heading', { name: '给这部手机设一个 PIN' })).toBeVisible();
    await chooseSecret(page, pin);
    await expect(page.getByText('停用一部不用的，再继续登录。')).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('.device-row')).toHaveCount(3);
    await expectAccessible(page, 'too many devices');
    await page.getByRole('button', { name: '停用', exact: true }).last().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'device disable sheet');
    await page.getByRole('button', { name: '丢了：立刻销毁密钥' }).click();
    await expect(page.getByText('已停用。')).toBeVisible();
    await expect(page.locator('.device-row')).toHaveCount(2);
    await page.getByRole('button', { name: '继续登录' }).click();
    await expect(page.getByRole('heading', { name: '今日' })).toBeVisible({ timeout: 60_000 });
    expect(fourth.errors).toEqual([]);
  } finally {
    await fourth.close();
    await first.close();
    await server.stop();
  }
});

test('[T60] [T63] after fifteen days without the server nothing new begins, and what was begun goes on; one contact ends that', async () => {
  const server = await startServer();
  const phone = await startPhone({ expectedErrors: [/\/adopted$/u, /net::ERR_FAILED/u] });
  const { page } = phone;
  try {
    await activate(page, server, 'lease', '李工');
    const assessment = await startAssessment(page, server.url, (address) => go(page, address));
    await page.route('**/api/**', (route) => route.abort());
    await page.clock.install({ time: Date.now() + 15 * 24 * 3_600_000 });
    await go(page, `${server.url}/`);
    const banner = page.getByText('超过 14 天没有联网');
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page, 'lease banner');
    await go(page, `${server.url}/assessments/${assessment}/q/jc_plan`);
    const input = page.locator('article[data-names~="jc01"] .field-box input').first();
    await input.fill('5');
    await input.blur();
    await expect(saved(page)).toBeVisible();
    await page.unroute('**/api/**');
    await go(page, `${server.url}/sync`);
    await page.getByRole('button', { name: /同步/ }).first().click();
    await expect(banner).toHaveCount(0, { timeout: 60_000 });
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[K10] a locked page’s memory holds nothing of what was open: no firm, no answer, no PIN', async () => {
  const server = await startServer();
  const phone = await startPhone({ expectedErrors: [/\/adopted$/u] });
  const { page } = phone;
  const [typed, firm] = ['蓝鲸二号压铸线精加工', '五里界模具'];
  try {
    await activate(page, server, 'heap', '李工');
    const assessment = await startAssessment(page, server.url, (address) => go(page, address));
    await go(page, `${server.url}/assessments/${assessment}/q/jc_process`);
    const card = page.locator('article[data-names~="key_processes"]');
    await card.getByRole('button', { name: /添加一项/ }).click();
    const text = card.locator('ol > li input[type="text"], ol > li .repeat-row-name input').first();
    await text.fill(typed);
    await text.blur();
    await expect(saved(page)).toBeVisible();
    expect(await findInHeap(page, [typed, firm])).toEqual([typed, firm]);
    await page.getByRole('link', { name: '返回' }).click();
    await page.goto(`${server.url}/me`);
    await unlockWith(page, pin);
    await page.getByRole('button', { name: '现在锁定' }).click();
    await expect(page.getByText('李工的数据已锁上。')).toBeVisible();
    await expect.poll(() => page.workers().length, { timeout: 60_000 }).toBe(0);
    // What was under way when it locked, such as a reply of the server, goes with its end.
    await expect.poll(() => findInHeap(page, [typed, firm, pin]), { timeout: 60_000 }).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[B67] an original comes from the host of files, and the browser sends it no cookie', async () => {
  const port = await freePort();
  const filesOrigin = `http://127.0.0.1:${String(port)}`;
  const server = await startServer({ port, env: { FILES_ORIGIN: filesOrigin } });
  const phone = await startPhone({
    viewport: { width: 1440, height: 900 },
    expectedErrors: [/request to elsewhere: http:\/\/127\.0\.0\.1/u],
  });
  const { page } = phone;
  try {
    await signIn(page, server.url, 'reviewer');
    await page.goto(`${server.url}/office?q=${encodeURIComponent('江夏精密')}`);
    await page.getByText('演示江夏精密机械有限公司').first().click();
    await page.getByRole('tab', { name: /证据/ }).click();
    await page.getByRole('button', { name: /演示/ }).first().click();
    const download = page.waitForEvent('download');
    const asked = page.waitForRequest((request) => request.url().startsWith(filesOrigin));
    await page.getByRole('button', { name: /下载原/ }).click();
    const headers = await (await asked).allHeaders();
    expect(Object.keys(headers)).not.toContain('cookie');
    expect((await download).suggestedFilename()).toMatch(/\.jpe?g$/u);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[X72] a reviewer gives a deputy a firm at the desk, sees since when and by whom, and ends it; what ended stays on record', async () => {
  const server = await startServer();
  const phone = await startPhone({ viewport: { width: 1440, height: 900 } });
  const { page } = phone;
  const firm = '演示安山木业家具有限公司';
  try {
    await signIn(page, server.url, 'reviewer');
    await page.goto(`${server.url}/office/assignments`);
    const card = page.locator('.assignment-card', { hasText: '演示科技副总' }).first();
    await expect(card).toBeVisible();
    await expect(card.getByText(firm)).toHaveCount(0);
    await expectAccessible(page, 'assignments');
    await card.getByRole('button', { name: '加一家企业' }).click();
    const sheet = page.getByRole('dialog', { name: '分派企业' });
    await sheet.getByRole('searchbox').fill('安山木业');
    await sheet.getByRole('button', { name: new RegExp(firm, 'u') }).click();
    await expectAccessible(page, 'assign sheet');
    await sheet.getByRole('button', { name: '分派', exact: true }).click();
    await expect(card.getByText(firm)).toBeVisible();
    await expect(card.getByText('演示审核员 分派')).toBeVisible();
    await card.getByRole('button', { name: `结束 演示科技副总 和 ${firm} 的分派` }).click();
    await page.getByRole('button', { name: '结束分派' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await card.getByText(/已结束的 \d+ 条/u).click();
    await expect(card.locator('.assignment-ended', { hasText: firm })).toContainText('演示审核员 结束');
    await page.getByRole('tab', { name: '按企业' }).click();
    await expect(page.locator('.assignment-card', { hasText: firm })).toContainText('现在没有分派');
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

/** Devices of a person beside the one that a browser enrolled. */
async function enrolMore({ url }: RunningServer, account: string, count: number): Promise<void> {
  const headers = { 'content-type': 'application/json', origin: url };
  const session = await fetch(`${url}/api/session`, { method: 'POST', headers, body: JSON.stringify({ account, password }) });
  const cookie = session.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  for (let made = 0; made < count; made += 1) {
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    const device = newId((size) => randomBytes(size));
    const body = JSON.stringify({ device, publicKey: JSON.stringify(key), successorOf: null, recoveryEnvelope: null });
    const enrolled = await fetch(`${url}/api/devices`, { method: 'POST', headers: { ...headers, cookie }, body });
    if (!enrolled.ok) throw new Error(`enrolling answered ${String(enrolled.status)}`);
  }
}
