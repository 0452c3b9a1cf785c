/** The whole of a site visit: planned, made by two phones without a network, settled, signed, returned, approved, sealed, followed up, proven. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { saved } from './support/fill-form.ts';
import { officeClient } from './support/office-client.ts';
import { activate, go as unlocked } from './support/own-phone.ts';
import { runCommand } from './support/people.ts';
import { startPhone, type Phone } from './support/phone.ts';
import { startServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { takePhoto } from './support/take-photo.ts';

const inspector = { account: 'hecha01', name: '欧阳建国（江夏区经济和信息化局核查组）' };
const labels = { jc07: '自动化生产设备净值', jc03: '谁牵头管数字化' } as const;
const shots = process.env['SHOTS'];

test('[V100] a visit from its plan to the proof that what was found has been mended', async () => {
  test.setTimeout(900_000);
  let server = await startServer();
  const expectedErrors = [/\/adopted$/u];
  const one = await startPhone({ expectedErrors });
  const two = await startPhone({ expectedErrors });
  const desk = await startPhone({ viewport: { width: 1440, height: 900 }, expectedErrors });
  let assessment = '';
  const restart = async (): Promise<void> => {
    server = await startServer({ dataDir: server.dataDir, port: Number(new URL(server.url).port) });
  };
  const to = (page: Page, path: string): Promise<unknown> =>
    page === two.page ? unlocked(page, `${server.url}${path}`) : page.goto(`${server.url}${path}`);
  const send = async (page: Page): Promise<void> => {
    await to(page, '/sync');
    const button = page.getByRole('button', { name: '立即同步' });
    await button.click();
    const [reply] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('/api/sync/pull') && response.ok(), { timeout: 60_000 }),
      button.click(),
    ]);
    expect(reply.ok()).toBe(true);
    await expect(page.getByText('全部已核对入库')).toBeVisible({ timeout: 60_000 });
    await expect(button).toBeEnabled();
  };
  try {
    await signIn(one.page, server.url, 'surveyor');
    await activate(two.page, server, inspector.account, inspector.name, 'inspector');
    for (const { page } of [one, two]) await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await signIn(desk.page, server.url, 'reviewer');

    await test.step('planned with a colleague, and on the colleague’s phone', async () => {
      await to(one.page, '/enterprises');
      await one.page.getByRole('searchbox').fill('模具');
      await one.page.getByRole('link', { name: /模具/ }).first().click();
      await expect(one.page).toHaveURL(/enterprises\/[0-9A-Z]{18}/u);
      const code = /enterprises\/([0-9A-Z]{18})/u.exec(one.page.url())?.[1] ?? '';
      await to(one.page, `/visits/new?enterprise=${code}`);
      await one.page.getByRole('radio', { name: '现场核实' }).check({ force: true });
      await one.page.getByRole('checkbox', { name: /两化融合评估诊断/u }).check();
      await one.page.getByRole('checkbox', { name: new RegExp(inspector.name.slice(0, 4), 'u') }).check();
      await one.page.getByRole('button', { name: '保存计划' }).click();
      await expect(one.page).toHaveURL(/visits\/[0-9a-z]+$/u);
    });
    const visit = new URL(one.page.url()).pathname;
    await send(one.page);
    await send(two.page);
    await to(two.page, visit);
    await expect(two.page.getByRole('button', { name: '到达签到' })).toBeVisible();
    await picture(two.page, 'visit-planned');

    assessment = await test.step('checked in, however coarse the position', async () => {
      await place(one, 500);
      await to(one.page, visit);
      await one.page.getByRole('button', { name: '到达签到' }).click();
      await expect(one.page.getByText('定位太粗：误差约 500 米')).toBeVisible();
      await one.page.getByRole('button', { name: '签到', exact: true }).click();
      await expect(one.page.getByText('请写明原因，点一个也行。')).toBeVisible();
      await picture(one.page, 'check-in-coarse');
      await one.page.getByRole('button', { name: '厂房里收不到信号' }).click();
      await one.page.getByRole('button', { name: '签到', exact: true }).click();
      await expect(one.page.getByText(/到达/u).first()).toBeVisible();
      await one.page.getByRole('button', { name: '开始 两化融合评估诊断' }).click();
      await expect(one.page).toHaveURL(/assessments\//u);
      return /assessments\/([^/?]+)/u.exec(one.page.url())?.[1] ?? '';
    });
    await send(one.page);
    await send(two.page);
    await to(two.page, `/assessments/${assessment}`);
    await expect(two.page.getByText('两化融合评估诊断').first()).toBeVisible();

    await test.step('without a network: one writes what the firm says, the other contradicts it and verifies', async () => {
      await server.stop();
      await answer(one.page, 'jc07', '40');
      await shoot(one.page, 'jc07');
      await answer(two.page, 'jc07', '55');
      await raise(one.page);
    });

    await test.step('back in the network the contradiction is settled', async () => {
      await restart();
      await send(one.page);
      await send(two.page);
      await send(one.page);
      await openSection(one.page, 'jc_equipment');
      await expect(one.page.locator('article[data-names~="jc07"] .dispute-value')).toHaveCount(2);
      await answer(one.page, 'jc07', '48', false);
      await expect(one.page.locator('.dispute')).toHaveCount(0);
      await send(one.page);
      await send(two.page);
    });

    await test.step('the inspector corrects what was claimed', async () => {
      await to(two.page, `/assessments/${assessment}/v/jc_equipment`);
      const card = two.page.locator('article[data-names~="jc07"]');
      await card.getByRole('button', { name: '更正' }).click();
      const box = card.locator('.field-box input[inputmode]').last();
      await box.fill('25');
      await box.blur();
      await card.getByRole('button', { name: '现场未见' }).click();
      await expect(saved(two.page)).toBeVisible();
      await picture(two.page, 'verified');
      await send(two.page);
      await send(one.page);
    });

    await test.step('signed by both sides and handed in', async () => {
      await to(one.page, `/assessments/${assessment}`);
      await handIn(one.page);
      await send(one.page);
    });

    await test.step('the office returns two items', async () => {
      await desk.page.goto(`${server.url}/office/review`);
      await desk.page.getByRole('link', { name: /模具/u }).first().click();
      await expect(desk.page.locator('#review-firm')).toBeVisible();
      await picture(desk.page, 'review');
      await mark(desk.page, labels.jc07, '请补拍联网设备的铭牌');
      await mark(desk.page, labels.jc03, '请说明口径');
      await desk.page.keyboard.press('Escape');
      await desk.page.locator('#review-firm').click();
      await desk.page.keyboard.press('r');
      await desk.page.getByLabel('退回理由').fill('两处口径不清');
      await desk.page.getByLabel(/期限/u).last().fill('2027-01-31');
      await picture(desk.page, 'return');
      await desk.page.getByRole('button', { name: '退回', exact: true }).last().click();
      await expect(desk.page.getByText('已退回。填报人下次联网时收到。')).toBeVisible();
    });

    await test.step('returned to the phone, mended without a network', async () => {
      await send(one.page);
      await to(one.page, '/');
      await expect(one.page.getByText('退回 2 处').first()).toBeVisible();
      await picture(one.page, 'today-returned');
      await server.stop();
      await to(one.page, `/assessments/${assessment}`);
      await expect(one.page.getByText('请补拍联网设备的铭牌')).toBeVisible();
      await picture(one.page, 'returned');
      await answer(one.page, 'jc07', '49');
      await openSection(one.page, 'jc_plan', 'jc03');
      await one.page.locator('input[name="jc03"][value="c"]').check();
      await expect(saved(one.page)).toBeVisible();
      await to(one.page, `/assessments/${assessment}`);
      await expect(one.page.getByText('签字后有改动，签字已失效').first()).toBeVisible();
      await handIn(one.page);
      await restart();
      await send(one.page);
    });

    await test.step('approved and sealed', async () => {
      await desk.page.goto(`${server.url}/office/review/${assessment}`);
      await expect(desk.page.locator('#review-firm')).toBeVisible();
      await desk.page.getByRole('button', { name: '批准', exact: true }).click();
      await desk.page.getByRole('button', { name: '批准', exact: true }).last().click();
      await expect(desk.page.getByText('已批准。')).toBeVisible();
      await desk.page.getByRole('button', { name: '封存', exact: true }).click();
      await desk.page.getByRole('button', { name: '封存', exact: true }).last().click();
      await expect(desk.page.getByText('已封存。')).toBeVisible();
      await picture(desk.page, 'sealed');
      await send(one.page);
      await to(one.page, `/assessments/${assessment}`);
      await expect(one.page.getByText('已封存（第 1 版）')).toBeVisible();
    });

    await test.step('the follow-up closes the action with a photo', async () => {
      await to(one.page, '/actions');
      await one.page.getByRole('link', { name: /补录设备台账/u }).click();
      await one.page.getByRole('button', { name: '现在复查' }).click();
      await expect(one.page).toHaveURL(/follow-up/u);
      await one.page.getByRole('button', { name: '照原样拍整改后' }).first().click();
      await one.page.getByRole('button', { name: '按下快门' }).click();
      await one.page.getByRole('button', { name: '用这张', exact: true }).click();
      await one.page.getByRole('button', { name: '销项', exact: true }).click();
      await expect(one.page.getByText('1/1 项已销项')).toBeVisible();
      await picture(one.page, 'follow-up');
      await send(one.page);
    });

    const office = await officeClient(server.url);
    const detail = await office.assessment(assessment);
    expect(detail.state).toBe('sealed');
    expect(detail.history.filter(({ quarantined }) => quarantined !== null)).toEqual([]);
    expect(detail.evidence.filter(({ method }) => method === 'signature')).toHaveLength(4);
    const pack = join(mkdtempSync(join(tmpdir(), 'xunzhen-pack-')), 'pack.zip');
    runCommand(server, ['export', 'evidence-pack', assessment, pack]);
    expect(runCommand(server, ['verify', pack])).toMatch(/./u);
    for (const phone of [one, two, desk]) expect(phone.errors).toEqual([]);
  } finally {
    for (const phone of [one, two, desk]) await phone.close();
    await server.stop();
  }

  async function openSection(page: Page, section: string, id = 'jc07'): Promise<void> {
    await to(page, `/assessments/${assessment}/q/${section}`);
    await expect(page.locator(`article[data-names~="${id}"]`)).toBeVisible({ timeout: 30_000 });
  }

  async function answer(page: Page, name: string, value: string, open = true): Promise<void> {
    if (open) await openSection(page, 'jc_equipment', name);
    const box = page.locator(`article[data-names~="${name}"] .field-box input[inputmode]`).first();
    await box.fill(value);
    await box.blur();
    await expect(saved(page)).toBeVisible();
  }
});

async function place(phone: Phone, accuracy: number): Promise<void> {
  const context = phone.page.context();
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 30.3702, longitude: 114.3217, accuracy });
}

async function shoot(page: Page, name: string): Promise<void> {
  const card = page.locator(`article[data-names~="${name}"]`);
  await takePhoto(page, card);
}

/** From the clause on screen: a finding with its photo, and what was agreed. */
async function raise(page: Page): Promise<void> {
  const card = page.locator('article[data-names~="jc07"]');
  await card.getByRole('button', { name: /更多/u }).click();
  await page.getByRole('link', { name: '登记问题' }).click();
  await page.getByLabel('问题是什么').fill('设备台账与现场不符，少记三台数控机床');
  await page.getByLabel('要做什么').fill('补录设备台账，每月盘点一次');
  await page.getByLabel('企业责任人').fill('李主任');
  await picture(page, 'raise');
  await page.getByRole('button', { name: '保存问题' }).click();
  await expect(page.getByText('设备台账与现场不符').first()).toBeVisible();
}

/** From the assessment's page: both sides sign what is there, and it goes to the office. */
async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '完成填写' }).click();
  await page.getByRole('button', { name: '确认完成' }).click();
  await expect(page.getByText('请选择或写明不签字的原因。')).toBeVisible();
  await sign(page, '企业签字', '王建平');
  await sign(page, '走访人员签字', '欧阳建国');
  await picture(page, 'finish');
  await page.getByRole('button', { name: '确认完成' }).click();
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.getByText(/已提交/u).first()).toBeVisible();
}

async function sign(page: Page, side: string, name: string): Promise<void> {
  await page.getByRole('button', { name: side }).last().click();
  await page.getByLabel('签字人姓名').fill(name);
  const pad = page.locator('.signature-pad');
  // Waits until it stands: the sheet slides in.
  await pad.hover();
  const box = await pad.boundingBox();
  if (box === null) throw new Error('there is nothing to sign on');
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 12; step += 1)
    await page.mouse.move(box.x + 30 + step * 15, box.y + box.height / 2 + (step % 2 === 0 ? 25 : -25));
  await page.mouse.up();
  await page.getByRole('button', { name: '签好了' }).click();
  await expect(page.getByRole('button', { name: side })).toHaveCount(0);
}

async function mark(page: Page, name: string, comment: string): Promise<void> {
  await page.locator('.items-row', { hasText: name }).first().click();
  await page.locator('#review-comment').fill(comment);
  await page.getByRole('checkbox', { name: '标为退回项' }).check();
}

async function picture(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
