/**
 * The page is killed at random moments of a form with more than 60 questions, again and again on one phone, while its sync loop
 * sends: what was shown as 已保存 is there afterwards, nothing is half-written, and the bureau ends with what the phone shows.
 *
 * `XUNZHEN_KILLS` kills (30), `XUNZHEN_SEED` (random, printed). `npm run soak -- renderer --kills 200` runs it long.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { compileDefinition } from '../../src/definition/compile.ts';
import type { FormNode } from '../../src/definition/compiled.ts';
import { busyPerson, valuesOnScreen, type BusyPerson } from './support/busy-person.ts';
import { killRenderers } from './support/kill-renderers.ts';
import { enteredValues, officeClient } from './support/office-client.ts';
import { startPhone } from './support/phone.ts';
import { seeded } from './support/seeded.ts';
import { startServer } from './support/server.ts';
import { signIn, signInAgain } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';
import { readStored } from './support/stored.ts';

const kills = Number(process.env['XUNZHEN_KILLS'] ?? '30');
const seed = Number(process.env['XUNZHEN_SEED'] ?? String(Math.floor(Math.random() * 1e6)));

test(`[promise 1] [promise 12] ${String(kills)} kills of the page: everything shown as 已保存 is there, nothing is half-written`, async () => {
  test.setTimeout(60_000 + kills * 30_000);
  console.log(`renderer kills: seed ${String(seed)}`);
  const random = seeded(seed);
  const sections = questionsBySection();
  expect([...sections.values()].flat().length).toBeGreaterThanOrEqual(60);
  const server = await startServer();
  let phone = await startPhone();
  const person = busyPerson();
  let whole = 0;
  try {
    await signIn(phone.page, server.url, 'surveyor');
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const assessment = await startAssessment(phone.page, server.url);
    const jpeg = await makePhoto(phone.page);
    const address = (section: string): string => `${server.url}/assessments/${assessment}/q/${section}`;
    let page = await nextPage(phone.page.context().pages()[0]);
    await person.watch(page);
    for (let round = 0; round < kills; round += 1) {
      const [section, names] = [...sections][Math.floor(random() * sections.size)] ?? ['', []];
      page = await reach(page, address(section), names, person);
      person.begin(page, section, names, Math.floor(random() * 2 ** 31));
      // Of a question that is always asked: a hidden one takes its photos along.
      const picker = page.locator(names.map((name) => `article[data-names~="${name}"] input[type="file"]`).join(', ')).first();
      if (round % 4 === 1 && (await picker.count()) > 0) {
        await picker
          .setInputFiles({ name: `photo-${String(round)}.jpg`, mimeType: 'image/jpeg', buffer: jpeg })
          .catch(() => undefined);
      }
      await new Promise((resolve) => setTimeout(resolve, 30 + random() * 1800));

      if (round % 10 === 9) {
        await phone.kill();
        whole += 1;
        phone = await startPhone({ profile: phone.profile });
        page = phone.page;
        await page.goto(server.url);
        await signInAgain(page);
      } else {
        const browser = page.context().browser();
        if (browser === null) throw new Error('the page has no browser');
        expect(await killRenderers(browser)).toBeGreaterThan(0);
        page = await nextPage(page);
      }
      await person.watch(page);
      page = await reach(page, address(section), names, person);
      const wrong = await person.contradictions(page, section, names);
      const stored = await readStored(page);
      const where = `seed ${String(seed)}, kill ${String(round + 1)}, ${section}, ${JSON.stringify(stored)}`;
      expect([...wrong, ...stored.faults], where).toEqual([]);
    }

    // With quiet and a network the bureau has what the phone shows.
    await page.goto(`${server.url}/sync`);
    await page.getByRole('button', { name: '立即同步' }).click();
    await expect(page.getByText('全部已核对入库')).toBeVisible({ timeout: 120_000 });
    const detail = await (await officeClient(server.url)).assessment(assessment);
    const entered = enteredValues(detail);
    const { photos, ops } = await readStored(page);
    for (const [section, names] of sections) {
      await openSection(page, address(section), names);
      const { values } = await page.evaluate(valuesOnScreen, names);
      for (const [name, value] of Object.entries(values)) expect(String(entered[name]), name).toBe(value);
    }
    expect(detail.evidence.filter(({ committedAt }) => committedAt !== null)).toHaveLength(photos);
    const { stamps, attempts } = person.counts();
    expect(stamps).toBeGreaterThan(kills);
    report({ kills, browserKills: whole, seed, attempts, stamps, ops, photos, faults: [] });
  } finally {
    await phone.close();
    await server.stop();
  }
});

/** Questions that are always asked, so that none of them goes with another's answer. */
function questionsBySection(): ReadonlyMap<string, readonly string[]> {
  const file = 'survey-definitions/two-integration/2013-1.yaml';
  const compiled = compileDefinition(readFileSync(file, 'utf8'), file);
  if (compiled.kind !== 'ok') throw new Error('the definition does not compile');
  const found = new Map<string, string[]>();
  const visit = (node: FormNode, names: string[]): void => {
    if (node.kind === 'group' && node.relevant === null) for (const child of node.children) visit(child, names);
    if (node.kind !== 'question') return;
    const { name, type, relevant, calculation } = node.question;
    if (relevant !== null || calculation !== null) return;
    // A year and the year before share a card; the first box of it is the one that is answered here.
    if (['integer', 'decimal', 'select_one'].includes(type) && !name.endsWith('_last')) names.push(name);
  };
  for (const section of compiled.compiled.sections) {
    const names: string[] = [];
    visit(section, names);
    if (names.length > 0) found.set(section.name, names);
  }
  return found;
}

/** Chromium may hand a new page to a process that it does not know to be dead yet. */
async function nextPage(before: Page | undefined): Promise<Page> {
  if (before === undefined) throw new Error('the phone has no page');
  for (let tries = 0; ; tries += 1) {
    const page = await openPage(before).catch((error: unknown) => {
      if (tries === 20) throw error;
    });
    if (page !== undefined) return page;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function openPage(before: Page): Promise<Page> {
  const page = await before.context().newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  await before.close().catch(() => undefined);
  return page;
}

/** A process that was dying already may take the next page with it: one more kill, and the same is expected of it. */
async function reach(page: Page, address: string, names: readonly string[], person: BusyPerson): Promise<Page> {
  try {
    await openSection(page, address, names);
    return page;
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('Target crashed'))) throw error;
    const next = await nextPage(page);
    await person.watch(next);
    await openSection(next, address, names);
    return next;
  }
}

/** Cards further down are made in idle moments: the section stands when the last is there. */
async function openSection(page: Page, address: string, names: readonly string[]): Promise<void> {
  await page.goto(address);
  for (const name of names) await page.locator(`article[data-names~="${name}"]`).waitFor({ state: 'attached', timeout: 30_000 });
}

/** Noise, so that it stays large as a JPEG. */
async function makePhoto(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    for (let index = 0; index < 60_000; index += 1) {
      context.fillStyle = `hsl(${String((index * 47) % 360)} 60% ${String((index * 31) % 100)}%)`;
      context.fillRect((index * 97) % 1600, (index * 61) % 1200, 9, 9);
    }
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

function report(numbers: object): void {
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/renderer-kills.json', JSON.stringify(numbers));
}
