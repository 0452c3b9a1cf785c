/**
 * The main job: load once, go offline, diagnose a firm, survive a kill, submit, come online, and everything is at the bureau.
 * A real server process, a real browser that is killed with SIGKILL, a fake camera.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { compileDefinition } from '../../src/definition/compile.ts';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { cardOf, cardsOf } from '../../src/app/form/cards.ts';
import { demoCreditCode } from '../../src/domain/credit-code.ts';
import { expectAccessible } from './support/accessible.ts';
import { fillSection, saved } from './support/fill-form.ts';
import { enteredValues, officeClient } from './support/office-client.ts';
import { startPhone, type Phone } from './support/phone.ts';
import { sampleAnswers } from './support/sample-answers.ts';
import { freePort, startServer, type RunningServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';

const file = 'survey-definitions/two-integration/2013-1.yaml';
const firm = '湖北省某某高新技术产业开发区智能装备制造有限责任公司';
const code = demoCreditCode('420115', 900);
const photographed = ['jc08', 'dx07', 'dx10'] as const;

test('a surveyor diagnoses a firm offline, is killed in mid-answer, submits, and the bureau has the same answers, score and photos', async () => {
  const compiled = compile();
  const answers = sampleAnswers(compiled);
  const port = await freePort();
  let server: RunningServer = await startServer({ port });
  let phone: Phone = await startPhone();
  const profile = phone.profile;
  try {
    // Load once.
    await signIn(phone.page, server.url, 'surveyor');
    await expectAccessible(phone.page, 'today');
    await offlineReady(phone.page);

    // Go offline: the server is gone, not just simulated away.
    await server.stop();
    await phone.page.reload();
    await expect(phone.page.getByRole('heading', { name: '今日' })).toBeVisible();
    await phone.close();
    phone = await startPhone({ profile });
    await phone.page.goto(server.url);
    await expect(phone.page.getByRole('heading', { name: '今日' })).toBeVisible();

    await addEnterprise(phone.page);
    await phone.page.getByRole('button', { name: '开始评估' }).first().click();
    await phone.page.getByRole('button', { name: /两化融合评估诊断/ }).click();
    await expect(phone.page).toHaveURL(/\/assessments\//);
    const assessment = /assessments\/([^/?]+)/.exec(phone.page.url())?.[1] ?? '';

    // Fill the first sections, with photos where the definition asks for them.
    const sections = compiled.sections.map(({ name }) => name);
    const half = Math.ceil(sections.length / 2);
    const answered: string[] = [];
    for (const section of sections.slice(0, half))
      answered.push(...(await fill(phone.page, server.url, assessment, section, compiled, answers)));
    await expectAccessible(phone.page, 'questionnaire');

    // Killed in mid-answer: what was shown as saved must be there.
    const next = sections[half] ?? '';
    await open(phone.page, server.url, assessment, next);
    const mid = await midAnswer(phone.page);
    const place = new URL(phone.page.url()).pathname;
    await phone.kill();
    expect(phone.errors).toEqual([]);

    // Cold start without a network.
    phone = await startPhone({ profile });
    await phone.page.goto(server.url);
    await expect(phone.page).toHaveURL(new RegExp(place.replaceAll('/', '\\/')), { timeout: 30_000 });
    await expect(phone.page.locator(`input[name="${mid.name}"][value="${mid.value}"]`)).toBeChecked();
    for (const section of sections.slice(half))
      answered.push(...(await fill(phone.page, server.url, assessment, section, compiled, answers)));
    expect(answered.length).toBeGreaterThan(80);

    // The result before leaving the factory.
    await phone.page.goto(`${server.url}/assessments/${assessment}/result`);
    await expect(phone.page.getByText('本工具参考口径').first()).toBeVisible();
    await expectAccessible(phone.page, 'result');
    const expected = scoreOnCommandLine(answers, answered);
    await expect(phone.page.getByText(expected.levelName ?? '').first()).toBeVisible();

    // Finish and submit, still offline.
    await phone.page.goto(`${server.url}/assessments/${assessment}`);
    await phone.page.getByRole('button', { name: '完成填写' }).click();
    await phone.page.getByText('企业负责人不在场').click();
    await phone.page.getByRole('button', { name: '确认完成' }).click();
    await phone.page.getByRole('button', { name: '提交' }).click();
    await expect(phone.page.getByText('已提交，待上传')).toBeVisible();
    await expectAccessible(phone.page, 'overview');
    const onPhone = await photoHashes(phone.page, server.url, assessment, compiled);

    // Come online.
    server = await startServer({ port, dataDir: server.dataDir });
    await phone.page.goto(`${server.url}/sync`);
    await phone.page.getByRole('button', { name: '立即同步' }).click();
    await phone.page.goto(`${server.url}/assessments/${assessment}`);
    await expect(phone.page.getByText('已提交，已核对入库')).toBeVisible({ timeout: 40_000 });
    await phone.page.goto(`${server.url}/visits?show=assessments`);
    await expect(phone.page.getByText('已核对入库').first()).toBeVisible();
    await expectAccessible(phone.page, 'visits');

    // At the bureau.
    const office = await officeClient(server.url);
    const detail = await office.assessment(assessment);
    expect(detail.state).toBe('submitted');
    expect(comparable(enteredValues(detail))).toEqual(comparable(pick(answers, answered)));
    expect(detail.level).toBe(expected.level);
    for (const [measure, { score }] of Object.entries(expected.measures)) {
      expect(detail.score.measures.find(({ id }) => id === measure)?.score ?? null, measure).toBe(score);
    }
    expect(detail.phoneDiffers).toBe(false);
    expect(detail.evidence).toHaveLength(photographed.length);
    const stored: string[] = [];
    for (const piece of detail.evidence) {
      expect(piece.committedAt).not.toBeNull();
      const bytes = await office.file(piece.evidenceId);
      const hash = createHash('sha256').update(bytes).digest('hex');
      expect(hash).toBe(piece.sha256);
      stored.push(hash);
    }
    expect(stored.toSorted()).toEqual(onPhone.toSorted());
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

function compile(): CompiledDefinition {
  const compiled = compileDefinition(readFileSync(file, 'utf8'), file);
  if (compiled.kind !== 'ok') throw new Error('the definition does not compile');
  return compiled.compiled;
}

/** Waits until the service worker controls the page and has everything. */
async function offlineReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() =>
      page.evaluate(async () =>
        (await Promise.all((await caches.keys()).map(async (key) => (await (await caches.open(key)).keys()).length))).reduce(
          (a, b) => a + b,
          0,
        ),
      ),
    )
    .toBeGreaterThan(20);
}

async function addEnterprise(page: Page): Promise<void> {
  await page.getByRole('link', { name: '企业', exact: true }).click();
  await page.getByRole('link', { name: '登记企业' }).first().click();
  await page.getByLabel('统一社会信用代码').fill(code.slice(0, 17) + (code.endsWith('A') ? 'B' : 'A'));
  await page.getByLabel('企业名称').fill(firm);
  await expect(page.getByText(/校验/).first()).toBeVisible();
  await page.getByLabel('统一社会信用代码').fill(code);
  await page.getByRole('button', { name: /所在地区/ }).click();
  await page.locator('dialog[open] .pick-list button').first().click();
  await page.getByLabel('从业人员').fill('320');
  await page.getByLabel('上年营业收入').fill('18600');
  await expect(page.getByText('中型', { exact: true })).toBeVisible();
  await expectAccessible(page, 'new enterprise');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await expect(page.getByText(firm).first()).toBeVisible();
}

async function open(page: Page, url: string, assessment: string, section: string): Promise<void> {
  await page.goto(`${url}/assessments/${assessment}/q/${section}`);
  await expect(page.locator('article[data-question]').first()).toBeVisible();
}

async function fill(
  page: Page,
  url: string,
  assessment: string,
  section: string,
  compiled: CompiledDefinition,
  answers: ReturnType<typeof sampleAnswers>,
): Promise<readonly string[]> {
  await open(page, url, assessment, section);
  const done = await fillSection(page, compiled, section, answers);
  for (const question of photographed) {
    const card = page
      .locator('article.question-card', { has: page.locator('.evidence') })
      .and(page.locator(`[data-names~="${question}"]`));
    if ((await card.count()) === 0 || (await card.locator('.evidence-open').count()) > 0) continue;
    await card.getByRole('button', { name: '拍照' }).click();
    await page.getByRole('button', { name: '按下快门' }).click();
    await page.getByRole('button', { name: '用这张', exact: true }).click();
    await expect(card.locator('.evidence-open')).toHaveCount(1);
  }
  await expect(saved(page)).toBeVisible();
  return done;
}

/** Gives one answer, waits until it is shown as saved, then types on and does not wait. */
async function midAnswer(page: Page): Promise<{ readonly name: string; readonly value: string }> {
  const radio = page.locator('article input[type="radio"]').first();
  const name = (await radio.getAttribute('name')) ?? '';
  const value = (await radio.getAttribute('value')) ?? '';
  await radio.check();
  await expect(saved(page)).toBeVisible();
  const other = page.locator('article input[type="radio"]:not(:checked)').last();
  await other.check({ noWaitAfter: true });
  return { name, value };
}

/** SHA-256 of the photos' bytes as the phone shows them. */
async function photoHashes(page: Page, url: string, assessment: string, compiled: CompiledDefinition): Promise<string[]> {
  const hashes: string[] = [];
  // The app's own policy forbids scripts to fetch blobs; the test may look.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setBypassCSP', { enabled: true });
  for (const question of photographed) {
    const section = compiled.sections.find((each) => cardOf(cardsOf(compiled, each), question) !== null);
    await open(page, url, assessment, section?.name ?? '');
    await page.locator(`article[data-names~="${question}"] .evidence-open`).click();
    const image = page.locator('dialog[open] .evidence-large img');
    await expect(image).toBeVisible();
    hashes.push(
      await image.evaluate(async (element) => {
        const bytes = await (await fetch((element as HTMLImageElement).src)).arrayBuffer();
        return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
          .map((byte) => byte.toString(16).padStart(2, '0'))
          .join('');
      }),
    );
    await page.keyboard.press('Escape');
  }
  await devtools.send('Page.setBypassCSP', { enabled: false });
  return hashes;
}

type Scored = {
  readonly level: string | null;
  readonly levelName: string | null;
  readonly measures: Record<string, { readonly score: number | null }>;
};

function scoreOnCommandLine(answers: ReturnType<typeof sampleAnswers>, answered: readonly string[]): Scored {
  const input = join(mkdtempSync(join(tmpdir(), 'xunzhen-score-')), 'answers.json');
  writeFileSync(input, JSON.stringify({ definition: 'two-integration', answers: pick(answers, answered) }));
  const run = spawnSync(process.execPath, ['src/cli/main.ts', 'score', input], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as Scored;
}

function pick(answers: ReturnType<typeof sampleAnswers>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.includes(name)));
}

/** Multi-selects in any order. */
function comparable(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sorted(value)]));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.toSorted() : value;
}
