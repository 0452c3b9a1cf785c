/** Bad input, a full phone, two tabs, a mistaken draft: a clear sentence each time, and nothing is lost. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { saved } from './support/fill-form.ts';
import { startPhone, type Phone } from './support/phone.ts';
import { startServer, type RunningServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';

let server: RunningServer;
let phone: Phone;
let page: Page;
let assessment: string;

test.beforeAll(async () => {
  server = await startServer();
  phone = await startPhone();
  page = phone.page;
  await signIn(page, server.url, 'surveyor');
  assessment = await startAssessment(page, server.url);
});

test.afterAll(async () => {
  await phone.close();
  await server.stop();
});

test.afterEach(() => {
  expect(phone.errors).toEqual([]);
});

test('an impossible number is kept as typed, named with the allowed range, and does not count', async () => {
  await page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
  const input = page.locator('article[data-names~="jc01"] .field-box input');
  await input.fill('1000');
  await input.blur();
  await expect(page.getByText('数值超出范围，应在 0 到 100%之间')).toBeVisible();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(input).toHaveValue('1000');
  await input.fill('０．８％');
  await input.blur();
  await expect(page.getByText('数值超出范围')).toHaveCount(0);
  await expect(saved(page)).toBeVisible();
  await expectAccessible(page, 'questionnaire with a correction');
});

test('a photo that does not decode and one of 16 MB are refused with a sentence each; the answers stay', async () => {
  await page.goto(`${server.url}/assessments/${assessment}/q/jc_equipment`);
  const card = page.locator('article[data-names~="jc07"]');
  await card.locator('input').first().fill('40');
  await card.locator('input').first().blur();
  const files = card.locator('input[type="file"]').first();
  await files.setInputFiles({ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('this is no picture at all') });
  await expect(card.locator('.evidence-trouble')).toContainText(/打不开|不是|照片/);
  await card.getByRole('button', { name: '知道了' }).click();
  const huge = join(mkdtempSync(join(tmpdir(), 'xunzhen-huge-')), 'huge.jpg');
  writeFileSync(huge, Buffer.alloc(16 * 1024 * 1024, 0xff));
  await chooseFile(page, files, huge);
  await expect(card.locator('.evidence-trouble')).toContainText('15');
  await card.getByRole('button', { name: '知道了' }).click();
  await expect(card.locator('input').first()).toHaveValue('40');
  await expect(card.locator('.evidence-open')).toHaveCount(0);
});

test('on a full phone photos are refused before the shutter and answers are still saved', async () => {
  // What an open database takes is counted only while it is open.
  await page.goto(`${server.url}/assessments/${assessment}/q/jc_equipment`);
  await expect(page.locator('article[data-names~="jc07"]')).toBeVisible();
  const counted = await page.context().newCDPSession(page);
  const { usage } = await counted.send('Storage.getUsageAndQuota', { origin: server.url });
  // Chromium remembers for half a minute how much room there is, so the phone is full from its start.
  await phone.close();
  phone = await startPhone({ profile: phone.profile });
  page = phone.page;
  const devtools = await page.context().newCDPSession(page);
  // Half of what a photo asks for: what the database takes differs from one start to the next.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: usage + 1_000_000 });
  await page.goto(`${server.url}/assessments/${assessment}/q/jc_equipment`);
  const card = page.locator('article[data-names~="jc07"]');
  await card.getByRole('button', { name: '拍照' }).click();
  await expect(card.locator('.evidence-trouble')).toContainText('手机存储已满');
  await expect(page.getByRole('button', { name: '按下快门' })).toHaveCount(0);
  await card.locator('input').first().fill('41');
  await card.locator('input').first().blur();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(card.locator('input').first()).toHaveValue('41');
  await phone.close();
  phone = await startPhone({ profile: phone.profile });
  page = phone.page;
});

test('two tabs of one person write the same assessment without losing an answer', async () => {
  const other = await page.context().newPage();
  try {
    await page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
    await other.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
    const [first, second] = [page.locator('input[name="jc03"][value="c"]'), other.locator('input[name="jc04"][value="b"]')];
    await Promise.all([first.check(), second.check()]);
    await expect(saved(page)).toBeVisible();
    await expect(saved(other)).toBeVisible();
    await expect(page.locator('input[name="jc04"][value="b"]')).toBeChecked();
    await expect(other.locator('input[name="jc03"][value="c"]')).toBeChecked();
  } finally {
    await other.close();
  }
});

test('a mistaken draft is voided with a reason and stays in the log', async () => {
  await page.goto(`${server.url}/assessments/${assessment}`);
  await page.getByRole('button', { name: '作废这份评估' }).click();
  await page.getByLabel('作废原因').fill('选错了企业');
  await page.getByRole('button', { name: '确认作废' }).click();
  await expect(page.getByText('原因：选错了企业')).toBeVisible();
  await page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
  await expect(page.locator('input[name="jc03"][value="c"]')).toBeChecked();
  await expect(page.locator('input[name="jc03"][value="c"]')).toBeDisabled();
});

/** By its path on this machine, as the browser's own picker would: sending 16 MB through the debugging port takes half a minute. */
async function chooseFile(page: Page, input: Locator, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await input.evaluate((element) => element.setAttribute('data-chosen', ''));
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'input[data-chosen]' });
  await devtools.send('DOM.setFileInputFiles', { nodeId, files: [path] });
}
