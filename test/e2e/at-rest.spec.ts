/** A found phone: what its browser keeps of a filled assessment tells nothing of the firm. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { compileDefinition } from '../../src/definition/compile.ts';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { demoCreditCode } from '../../src/domain/credit-code.ts';
import { dumpDatabases, dumpPage, findInFiles } from './support/dump-browser.ts';
import { fillSection, saved } from './support/fill-form.ts';
import { activate, go } from './support/own-phone.ts';
import { startPhone } from './support/phone.ts';
import { sampleAnswers, type SampleAnswers } from './support/sample-answers.ts';
import { freePort, startServer } from './support/server.ts';

const firm = {
  name: '蓝鲸精密铸造测试有限公司',
  address: '藏龙岛杨桥湖大道九百九十八号',
  contact: '司马相如主任',
  phone: '13907180042',
};
const captions = ['七号压铸机旁的看板照', '质检室里的三坐标机'];

test('[U84] thirty texts of a filled assessment lie nowhere readable: databases, private files, caches, notes, titles, history', async () => {
  const compiled = compile();
  const { answers, texts } = withOwnTexts(compiled);
  const port = await freePort();
  const server = await startServer({ port });
  const phone = await startPhone({ expectedErrors: [/\/adopted$/u] });
  const { page, profile } = phone;
  const typed: string[] = [...Object.values(firm), ...captions];
  try {
    await activate(page, server, 'at.rest', '李工');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // What is unsent lies in the second copy as well.
    await server.stop();
    await addEnterprise(page);
    await page.getByRole('button', { name: '开始评估' }).first().click();
    await page.getByRole('button', { name: new RegExp(compiled.title, 'u') }).click();
    await expect(page).toHaveURL(/\/assessments\//u);
    const assessment = /assessments\/([^/?]+)/u.exec(page.url())?.[1] ?? '';
    for (const { name } of compiled.sections) {
      await go(page, `${server.url}/assessments/${assessment}/q/${name}`);
      const done = await fillSection(page, compiled, name, answers);
      for (const question of done) typed.push(...(texts[question] === undefined ? [] : [texts[question]]));
      if (done.length > 0) await expect(saved(page)).toBeVisible();
      if (name === compiled.sections[0]?.name) for (const caption of captions) await takePhoto(page, caption);
    }
    expect(typed.length).toBeGreaterThanOrEqual(30);
    // Through the screens that name the firm.
    await page.getByRole('link', { name: '返回' }).click();
    await expect(page.getByText(firm.name).first()).toBeVisible();
    await go(page, `${server.url}/enterprises`);
    await page.getByRole('searchbox').fill(firm.name);
    await expect(page.getByText(firm.name).first()).toBeVisible({ timeout: 30_000 });
    await page
      .getByRole('link', { name: new RegExp(firm.name, 'u') })
      .first()
      .click();
    await expect(page.getByText(firm.address)).toBeVisible();
    await go(page, `${server.url}/sync`);
    await expect(page.getByText(new RegExp(`存着没上传的 \\d+ 处修改、${String(captions.length)} 张照片`, 'u'))).toBeVisible({
      timeout: 60_000,
    });
    await go(page, `${server.url}/me`);
    await page.getByRole('button', { name: '现在锁定' }).click();
    await expect(page.getByText('李工的数据已锁上。')).toBeVisible();

    // The search itself must be able to find something.
    await page.evaluate(() => localStorage.setItem('control', '明文对照一二三'));
    const databases = await dumpDatabases(page, server.url);
    const whole = [...databases.values()].join('\n');
    expect(whole).toContain(assessment);
    expect(whole).toContain('李工');
    for (const store of ['ops', 'registers', 'assessments', 'chunks', 'enterprises'])
      expect(
        [...databases].some(([name, text]) => name.endsWith(`/${store}`) && text !== ''),
        store,
      ).toBe(true);
    expect(typed.filter((text) => whole.includes(text))).toEqual([]);
    const seen = await dumpPage(page);
    expect(seen).toContain('明文对照一二三');
    expect(typed.filter((text) => seen.includes(text) || seen.includes(encodeURIComponent(text)))).toEqual([]);
    expect(await page.content()).not.toContain(firm.name);

    await phone.close();
    expect(findInFiles(profile, ['明文对照一二三'])).not.toEqual([]);
    expect(findInFiles(profile, typed)).toEqual([]);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

function compile(): CompiledDefinition {
  const file = 'survey-definitions/smart-factory/2025.yaml';
  const compiled = compileDefinition(readFileSync(file, 'utf8'), file);
  if (compiled.kind !== 'ok') throw new Error('the definition does not compile');
  return compiled.compiled;
}

/** Every text question with words of its own. */
function withOwnTexts(compiled: CompiledDefinition): {
  readonly answers: SampleAnswers;
  readonly texts: Readonly<Record<string, string>>;
} {
  const answers = sampleAnswers(compiled);
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(answers))
    if (typeof value === 'string' && value.startsWith('说明 '))
      texts[name] = `青铜河马在${String(Object.keys(texts).length)}号库房`;
  // Rows of repeats are the main job's; here each text stands alone.
  const plain = Object.entries(answers).filter(([, value]) => !(Array.isArray(value) && typeof value[0] === 'object'));
  return { answers: { ...Object.fromEntries(plain), ...texts }, texts };
}

async function addEnterprise(page: Page): Promise<void> {
  await page.getByRole('link', { name: '企业', exact: true }).click();
  await page.getByRole('searchbox').fill(firm.name);
  await expect(page.getByText('没有找到')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: '登记企业' }).last().click();
  await expect(page.getByLabel('企业名称')).toHaveValue(firm.name);
  await page.getByLabel('统一社会信用代码').fill(demoCreditCode('420115', 977));
  await page.getByLabel('从业人员').fill('320');
  await page.getByLabel('地址').fill(firm.address);
  await page.getByLabel('联系人').fill(firm.contact);
  await page.getByLabel('电话').fill(firm.phone);
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await expect(page.getByText(firm.address).first()).toBeVisible();
}

async function takePhoto(page: Page, caption: string): Promise<void> {
  const card = page.locator('article.question-card', { has: page.locator('.evidence') }).first();
  const before = await card.locator('.evidence-open').count();
  await card.getByRole('button', { name: /^(拍照|再拍一张)$/u }).click();
  await page.getByRole('button', { name: '按下快门' }).click();
  await page.getByRole('button', { name: '用这张', exact: true }).click();
  await expect(card.locator('.evidence-open')).toHaveCount(before + 1);
  await card.locator('.evidence-open').last().click();
  await page.getByLabel('说明', { exact: true }).fill(caption);
  await page.getByLabel('说明', { exact: true }).blur();
  await page.keyboard.press('Escape');
}
