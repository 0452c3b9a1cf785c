/** What a surveyor does all day without a network, timed on a copy of a synced phone. */
import type { Page } from '@playwright/test';
import { onPhone } from './on-phone.ts';
import { timeBareTransaction, timeLoad, timeUntil } from './time-in-page.ts';

export type Note = (metric: string, value: number) => void;

const answersPerRound = 20;
const question = 'article[data-question]';

export async function offlineRound(profile: string, url: string, assessment: string, cpu: number, note: Note): Promise<void> {
  await onPhone(profile, cpu, async (page) => {
    note('cold-start-list', await timeLoad(page, `${url}/visits?show=assessments`, 'a[href^="/assessments/"]'));
  });
  const link = `a[href^="/assessments/${assessment}/q/"]`;
  let address = '';
  await onPhone(profile, cpu, async (page) => {
    await page.goto(`${url}/assessments/${assessment}`);
    await page.locator(link).first().waitFor();
    address = (await page.locator(link).first().getAttribute('href')) ?? '';
    note('tap-to-question', await timeUntil(page, { on: link, appears: question }));
  });
  await onPhone(profile, cpu, async (page) => {
    note('cold-start-question', await timeLoad(page, `${url}${address}`, question));
    await answers(page, note);
    await photo(page, url, assessment, note);
    await search(page, url, note);
  });
}

async function answers(page: Page, note: Note): Promise<void> {
  for (let answer = 0; answer < answersPerRound; answer++) {
    // The stamp shows seconds: within one, two saves read alike.
    await page.waitForTimeout(1_100);
    const on = `${question} input[type="radio"]:not(:checked):not(:disabled)`;
    note('answer-to-saved', await timeUntil(page, { on, appears: '.save-line', saying: '已保存' }));
    note('bare-transaction', await timeBareTransaction(page));
  }
}

async function search(page: Page, url: string, note: Note): Promise<void> {
  await page.goto(`${url}/enterprises`);
  await page.locator('.enterprise-row a').first().waitFor({ timeout: 60_000 });
  // The line changes its wording with the first letter, before there is an answer: that one is not timed.
  await page.locator('input[type="search"]').fill('江');
  await page.waitForTimeout(2_000);
  for (const text of ['江夏精密', '智能装备', 'jxjmjx', '12345', '有限公司']) {
    note(
      'search',
      await timeUntil(page, { on: 'input[type="search"]', text, appears: '[role="status"].soft.small', saying: '\\d' }),
    );
  }
}

/** Shutter to preview, and keeping to thumbnail, without the person's own time between. */
async function photo(page: Page, url: string, assessment: string, note: Note): Promise<void> {
  await page.goto(`${url}/assessments/${assessment}`);
  await page.locator(`a[href^="/assessments/${assessment}/q/"]`).first().waitFor();
  const sections = await page
    .locator(`a[href^="/assessments/${assessment}/q/"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  for (const href of sections) {
    await page.goto(`${url}${href}`);
    const shoot = page.getByRole('button', { name: '拍照' }).first();
    const asksForPhoto = await shoot.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (!asksForPhoto) continue;
    await shoot.click();
    const shutter = page.getByRole('button', { name: '按下快门' });
    await shutter.waitFor();
    await shutter.evaluate((element) => (element.id = 'bench-shutter'));
    await page.waitForTimeout(1_000);
    const preview = await timeUntil(page, { on: '#bench-shutter', appears: 'dialog.camera img' });
    await page.getByRole('button', { name: '用这张', exact: true }).evaluate((element) => (element.id = 'bench-keep'));
    note('shutter-to-thumbnail', preview + (await timeUntil(page, { on: '#bench-keep', appears: '.evidence-open img' })));
    return;
  }
  throw new Error('no question asks for a photo');
}
