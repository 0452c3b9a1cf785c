/** Two people at one firm, each with a phone: they share the work, contradict each other, decide, and hand over without a network. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { saved } from './support/fill-form.ts';
import { officeClient } from './support/office-client.ts';
import { startPhone, type Phone } from './support/phone.ts';
import { startServer, type RunningServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';
import { takePhoto } from './support/take-photo.ts';

const colleague = { account: 'ouyang', name: '欧阳建国（江夏区中小企业数字化工作站）', password: 'nv9-Tuschkasten-42' };
const pin = '739164';
const shots = process.env['SHOTS'];

let server: RunningServer;
let phones: readonly [Phone, Phone];

test.beforeEach(async () => {
  server = await startServer();
  const args = ['user', 'add', colleague.account, '--name', colleague.name, '--role', 'surveyor', '--region', '420115'];
  const added = spawnSync(process.execPath, ['src/cli/main.ts', ...args], {
    env: { ...process.env, DATA_DIR: server.dataDir },
    input: `${colleague.password}\n`,
    encoding: 'utf8',
  });
  expect(added.status, added.stderr).toBe(0);
  // An assessment that has not arrived yet has nothing adopted.
  const expectedErrors = [/\/adopted$/u];
  phones = [await startPhone({ expectedErrors }), await startPhone({ expectedErrors })];
  await signIn(phones[0].page, server.url, 'surveyor');
  await begin(phones[1].page);
  for (const { page } of phones) await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});

test.afterEach(async () => {
  await Promise.all(phones.map((phone) => phone.close()));
  await server.stop();
});

test('[U110] [Y73] two phones answer the same question offline; both values stand everywhere until a third settles them', async () => {
  const [one, two] = phones;
  const id = await startAssessment(one.page, server.url);
  await send(one.page);
  await open(two.page, id, 'jc_equipment');
  await server.stop();

  // Different questions do not contradict each other; the same one does.
  await answer(one.page, id, 'jc_equipment', 'jc07', '40');
  await shoot(one.page, 'jc07');
  await answer(two.page, id, 'jc_equipment', 'jc07', '55');
  await shoot(two.page, 'jc07');
  await choose(one.page, id, 'jc03', 'c');
  await choose(two.page, id, 'jc04', 'b');

  server = await restarted(server);
  await send(one.page);
  await send(two.page);
  await send(one.page);
  for (const { page } of phones) {
    await open(page, id, 'jc_equipment');
    const card = page.locator('article[data-names~="jc07"]');
    await expect(card.locator('.dispute-value')).toHaveCount(2);
    await expect(card.locator('.dispute')).toContainText('我（');
    await expect(card.locator('.dispute .evidence-open')).toHaveCount(2);
  }
  await expect(one.page.locator('.dispute')).toContainText(colleague.name);
  await expectAccessible(one.page, 'contradicting answers');
  await picture(one.page, 'dispute');
  await go(one.page, `${server.url}/assessments/${id}`);
  await expect(one.page.getByRole('heading', { name: '1 处填得不一样' })).toBeVisible();
  await picture(one.page, 'overview');
  await go(one.page, `${server.url}/sync`);
  await expect(one.page.getByText('1 处填得不一样')).toBeVisible();
  await picture(one.page, 'sync');

  const office = await officeClient(server.url);
  const before = answerIn(await office.assessment(id), 'jc07');
  expect(new Set(before.conflict.map(({ value }) => value))).toEqual(new Set([40, 55]));
  expect(before.items[0]?.score).toBeNull();
  expect(answerIn(await office.assessment(id), 'jc03').value).toBe('c');
  expect(answerIn(await office.assessment(id), 'jc04').value).toBe('b');

  await open(one.page, id, 'jc_equipment');
  await one.page.getByPlaceholder('例如：现场看了设备台账').fill('现场看了设备台账');
  await answer(one.page, id, 'jc_equipment', 'jc07', '48', false);
  await expect(one.page.locator('.dispute')).toHaveCount(0);
  await send(one.page);
  await send(two.page);
  await open(two.page, id, 'jc_equipment');
  await expect(two.page.locator('.dispute')).toHaveCount(0);
  await expect(two.page.locator('article[data-names~="jc07"] .field-box input').first()).toHaveValue('48');
  const after = await office.assessment(id);
  expect(answerIn(after, 'jc07')).toMatchObject({ value: 48, conflict: [] });
  expect(answerIn(after, 'jc07').items[0]?.score).not.toBeNull();
  expect(after.history.find(({ kind }) => kind === 'resolve')?.reason).toBe('现场看了设备台账');
  for (const phone of phones) expect(phone.errors).toEqual([]);
});

test('[Y71] without any network one phone hands its work to the other, which shows it and sends it; nothing arrives twice', async () => {
  const [one, two] = phones;
  await server.stop();
  const id = await startAssessment(one.page, server.url);
  await answer(one.page, id, 'jc_equipment', 'jc07', '40');
  await shoot(one.page, 'jc07');

  await go(one.page, `${server.url}/sync`);
  const [download] = await Promise.all([
    one.page.waitForEvent('download'),
    one.page.getByRole('button', { name: '生成交接包' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^xunzhen-jiaojie-.*\.txt$/);
  const file = join(mkdtempSync(join(tmpdir(), 'xunzhen-handover-')), 'handover.txt');
  await download.saveAs(file);
  const code = (await one.page.locator('.handover-code').textContent()) ?? '';
  await picture(one.page, 'handover-given');

  await go(two.page, `${server.url}/sync`);
  await two.page.getByRole('button', { name: '收同事的交接包' }).click();
  await two.page.locator('.handover-file').setInputFiles(file);
  await two.page.getByLabel('一次性口令').fill('0000-0000-0000');
  await two.page.getByRole('button', { name: '收下', exact: true }).click();
  await expect(two.page.getByText('口令不对，什么都没有收')).toBeVisible();
  await two.page.getByLabel('一次性口令').fill(code.toUpperCase().replaceAll('-', ' '));
  await two.page.getByRole('button', { name: '收下', exact: true }).click();
  await expect(two.page.getByText(/已收下.*1 张照片/)).toBeVisible();
  await expectAccessible(two.page, 'taking a handover');
  await picture(two.page, 'handover-taken');
  await two.page.getByRole('button', { name: '收下', exact: true }).click();
  await expect(two.page.getByText('本机都已经有了')).toBeVisible();

  // What the other filled in shows at once; this person fills another section.
  await open(two.page, id, 'jc_equipment');
  const card = two.page.locator('article[data-names~="jc07"]');
  await expect(card.locator('.field-box input').first()).toHaveValue('40');
  await expect(card.locator('.evidence-open img')).toHaveCount(1);
  await choose(two.page, id, 'jc03', 'c');

  // The taker finds a network first.
  server = await restarted(server);
  await send(two.page);
  const office = await officeClient(server.url);
  const brought = await office.assessment(id);
  expect(answerIn(brought, 'jc07').value).toBe(40);
  expect(answerIn(brought, 'jc03').value).toBe('c');
  expect(brought.evidence.map(({ committedAt }) => committedAt !== null)).toEqual([true]);
  const authors = new Set(brought.history.map(({ author }) => author));
  expect(authors.size).toBe(2);

  await send(one.page);
  await open(one.page, id, 'jc_plan');
  await expect(one.page.locator('input[name="jc03"][value="c"]')).toBeChecked();
  const whole = await office.assessment(id);
  expect(whole.history).toHaveLength(brought.history.length);
  expect(whole.history.every(({ quarantined }) => quarantined === null)).toBe(true);
  for (const phone of phones) expect(phone.errors).toEqual([]);
});

/** A person who is no demonstration: their phone asks for a PIN, and again at each page that is loaded anew. */
async function begin(page: Page): Promise<void> {
  await page.goto(server.url);
  await page.getByLabel('账号').fill(colleague.account);
  await page.getByLabel('密码', { exact: true }).fill(colleague.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByLabel('新的 PIN 或口令').fill(pin);
  await page.getByLabel('再输一次').fill(pin);
  await page.getByRole('button', { name: '设好，继续' }).click();
  await expect(page.getByRole('heading', { name: '今日' })).toBeVisible({ timeout: 60_000 });
}

async function go(page: Page, address: string): Promise<void> {
  await page.goto(address);
  if (page !== phones[1].page) return;
  await page.getByLabel('PIN 或口令', { exact: true }).fill(pin);
  await page.getByRole('button', { name: '解锁', exact: true }).click();
}

type Detail = Awaited<ReturnType<Awaited<ReturnType<typeof officeClient>>['assessment']>>;

function answerIn(detail: Detail, path: string) {
  const parts = detail.sections.flatMap((section) => section.parts);
  const found = parts.find((part) => part.kind === 'answer' && part.answer.path === path);
  if (found?.kind !== 'answer') throw new Error(`no answer ${path}`);
  return found.answer;
}

async function open(page: Page, id: string, section: string): Promise<void> {
  await go(page, `${server.url}/assessments/${id}/q/${section}`);
  // An assessment that the colleague began comes by the next pull.
  const card = page.locator('article[data-question]').first();
  for (let tries = 0; tries < 5 && !(await card.isVisible()); tries += 1) {
    await card.waitFor({ state: 'visible', timeout: 5_000 }).catch(() => undefined);
  }
  await expect(card).toBeVisible();
}

async function answer(page: Page, id: string, section: string, name: string, value: string, go = true): Promise<void> {
  if (go) await open(page, id, section);
  const box = page.locator(`article[data-names~="${name}"] .field-box input[inputmode]`).first();
  await box.fill(value);
  await box.blur();
  await expect(saved(page)).toBeVisible();
}

async function choose(page: Page, id: string, name: string, value: string): Promise<void> {
  await open(page, id, 'jc_plan');
  await page.locator(`input[name="${name}"][value="${value}"]`).check();
  await expect(saved(page)).toBeVisible();
}

async function shoot(page: Page, name: string): Promise<void> {
  const card = page.locator(`article[data-names~="${name}"]`);
  await takePhoto(page, card);
}

/** Everything of this phone is at the server, and what the server has is here. */
async function send(page: Page): Promise<void> {
  await go(page, `${server.url}/sync`);
  const button = page.getByRole('button', { name: '立即同步' });
  await button.click();
  const [reply] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/api/sync/pull') && response.ok(), { timeout: 60_000 }),
    button.click(),
  ]);
  expect(reply.ok()).toBe(true);
  await expect(page.getByText('全部已核对入库')).toBeVisible({ timeout: 60_000 });
  await expect(button).toBeEnabled();
}

function restarted(before: RunningServer): Promise<RunningServer> {
  return startServer({ dataDir: before.dataDir, port: Number(new URL(before.url).port) });
}

async function picture(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
