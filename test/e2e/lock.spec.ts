/** A phone of a person's own: activated by a code, locked by a PIN, taken out of use from afar. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { saved } from './support/fill-form.ts';
import { enteredValues, officeClient } from './support/office-client.ts';
import { codeFor, invite, runCommand } from './support/people.ts';
import { activate, chooseSecret, go, password, pin, unlockWith } from './support/own-phone.ts';
import { startPhone } from './support/phone.ts';
import { startServer } from './support/server.ts';
import { startAssessment } from './support/start-assessment.ts';

test('[U80] [promise 2] nobody there for five minutes: what was half typed is saved, nothing shows, and the PIN leads back to the same place', async () => {
  const server = await startServer();
  // An assessment that has not arrived yet has nothing adopted.
  const phone = await startPhone({ expectedErrors: [/\/adopted$/u] });
  const { page } = phone;
  try {
    await activate(page, server, 'li.gong', '李工');
    const assessment = await startAssessment(page, server.url, (address) => go(page, address));
    const place = `${server.url}/assessments/${assessment}/q/jc_plan`;
    await page.clock.install();
    await page.goto(place);
    await expect(page.getByText('李工的数据已锁上。')).toBeVisible();
    expect(page.url()).toBe(place);
    await expectAccessible(page, 'unlock');
    await unlockWith(page, '111222');
    await expect(page.getByText('还能试 9 次')).toBeVisible({ timeout: 30_000 });
    await unlockWith(page, pin);
    const input = page.locator('article[data-names~="jc01"] .field-box input').first();
    await input.fill('123');
    await page.clock.fastForward(5 * 60_000 + 1000);
    await expect(page.getByText('李工的数据已锁上。')).toBeVisible({ timeout: 30_000 });
    expect(await page.content()).not.toContain('jc01');
    await unlockWith(page, pin);
    await expect(input).toHaveValue('123', { timeout: 30_000 });
    expect(page.url()).toContain(place);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[U81] a forgotten PIN: a sign-in sets a new one, and the work is there', async () => {
  const server = await startServer();
  const phone = await startPhone({ expectedErrors: [/\/adopted$/u] });
  const { page } = phone;
  try {
    await activate(page, server, 'wang.gong', '欧阳建国工程师（武汉市江夏区经济和信息化局）');
    const assessment = await startAssessment(page, server.url, (address) => go(page, address));
    await page.goto(`${server.url}/me`);
    await unlockWith(page, pin);
    await expect(page.getByRole('button', { name: '现在锁定' })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('本机', { exact: true })).toBeVisible();
    await expectAccessible(page, 'me with devices');
    await page.getByRole('button', { name: '现在锁定' }).click();
    await page.getByRole('button', { name: '忘了？联网登录后重设' }).click();
    await expect(page.getByLabel('账号')).toHaveValue('wang.gong');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await expect(page.getByRole('heading', { name: '重设 PIN 或口令' })).toBeVisible({ timeout: 30_000 });
    await chooseSecret(page, '582047');
    await expect(page.getByText('现在锁定')).toBeVisible({ timeout: 30_000 });
    await page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
    await unlockWith(page, '582047');
    await expect(page.locator('article[data-names~="jc01"]')).toBeVisible({ timeout: 30_000 });
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[U82] a lost phone destroys its keys at the next contact, locked or not; one that is handed over sends everything first', async () => {
  const server = await startServer();
  const phone = await startPhone({ expectedErrors: [/40[13]/u] });
  const { page } = phone;
  const deviceOf = (account: string): string => {
    const line =
      runCommand(server, ['device', 'list', account])
        .split('\n')
        .find((row) => row.includes(account)) ?? '';
    return /\b[0-9a-z]{26}\b/u.exec(line)?.[0] ?? '';
  };
  try {
    await activate(page, server, 'lost', '丢手机的人');
    runCommand(server, ['device', 'revoke', deviceOf('lost'), '--mode', 'lost']);
    await page.goto(`${server.url}/sync`);
    await expect(page.getByRole('heading', { name: '这部手机已停用' })).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page, 'ended');
    await page.getByRole('button', { name: '知道了' }).click();
    await expect(page.getByText('这部手机上的人')).toHaveCount(0);

    await activate(page, server, 'handover', '换机的人');
    const assessment = await startAssessment(page, server.url, (address) => go(page, address));
    await page.route('**/api/sync/**', (route) => route.abort());
    await page.goto(`${server.url}/assessments/${assessment}/q/jc_plan`);
    await unlockWith(page, pin);
    const input = page.locator('article[data-names~="jc01"] .field-box input').first();
    await input.fill('77');
    await input.blur();
    await expect(saved(page)).toBeVisible();
    runCommand(server, ['device', 'revoke', deviceOf('handover'), '--mode', 'transfer']);
    await page.unroute('**/api/sync/**');
    await page.goto(`${server.url}/sync`);
    await unlockWith(page, pin);
    await expect(page.getByText('换机的人的内容已全部上传')).toBeVisible({ timeout: 60_000 });
    expect(enteredValues(await (await officeClient(server.url)).assessment(assessment))).toMatchObject({ jc01: 77 });
  } finally {
    await phone.close();
    await server.stop();
  }
});

test('[U83] a reviewer sets up the second factor at the first sign-in and shows it at the next', async () => {
  const server = await startServer();
  const phone = await startPhone({ expectedErrors: [/40[13]/u] });
  const { page } = phone;
  try {
    const code = invite(server, 'shen.he', '审核员小周', 'reviewer');
    await page.goto(`${server.url}/activate`);
    await page.getByLabel('账号').fill('shen.he');
    await page.getByLabel('激活码').fill(code.toUpperCase());
    await page.getByLabel('设置密码').fill(password);
    await page.getByRole('button', { name: '启用', exact: true }).click();
    await expect(page.getByRole('img', { name: '验证器要扫的二维码' })).toBeVisible();
    await expectAccessible(page, 'second factor');
    const secret = (await page.locator('.factor-secret').textContent()) ?? '';
    await page.getByLabel('6 位数字').fill(codeFor(secret));
    await page.getByRole('button', { name: '启用并继续' }).click();
    await chooseSecret(page, pin);
    await expect(page.getByRole('heading', { name: '今日' })).toBeVisible({ timeout: 60_000 });
    await page.goto(`${server.url}/me`);
    await unlockWith(page, pin);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('button', { name: '换一个人登录' }).click();
    await page.getByLabel('账号').fill('shen.he');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await expect(page.getByRole('heading', { name: '动态验证码' })).toBeVisible();
    await page.getByLabel('6 位数字').fill('000000');
    await page.getByRole('button', { name: '继续', exact: true }).click();
    await expect(page.getByText('动态验证码不对或已过期')).toBeVisible();
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});
