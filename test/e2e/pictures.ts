/** `npm run pictures`: takes the pictures of README and docs from the real app with its demonstration data. */
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { startPhone } from './support/phone.ts';
import { startServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';

const folder = 'docs/pictures';
mkdirSync(folder, { recursive: true });
const server = await startServer();

const phone = await startPhone({ extraArguments: ['--hide-scrollbars'] });
await signIn(phone.page, server.url, 'surveyor');
await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
await picture(phone.page, 'phone-today', '/');
await picture(phone.page, 'phone-visits', '/visits');
await phone.page.goto(`${server.url}/enterprises`);
await phone.page.getByRole('searchbox').fill('jx');
await phone.page.waitForTimeout(1_500);
await shoot(phone.page, 'phone-enterprises');
const assessment = await demoAssessment(phone.page);
await picture(phone.page, 'phone-assessment', `/assessments/${assessment}`);
await picture(phone.page, 'phone-questionnaire', `/assessments/${assessment}/q/jc_equipment?at=jc08`);
await picture(phone.page, 'phone-result', `/assessments/${assessment}/result`);
await phone.page.goto(server.url);
await phone.page.locator('.returned-today a').first().click();
await phone.page.locator('.returned-card').waitFor();
await shoot(phone.page, 'phone-returned');
await listed(phone.page, 'phone-visit', '/visits', 'a[href^="/visits/"]:not([href*="new"])');
await picture(phone.page, 'phone-verification', `/assessments/${assessment}/v/jc_equipment`);
await picture(phone.page, 'phone-actions', '/actions');
await listed(phone.page, 'phone-action', '/actions', 'a[href^="/actions/"]');
await server.stop();
await picture(phone.page, 'phone-sync-offline', '/sync');
await phone.close();

const office = await startServer({ dataDir: server.dataDir });
const desk = await startPhone({ viewport: { width: 1440, height: 900 }, extraArguments: ['--hide-scrollbars'] });
await signIn(desk.page, office.url, 'reviewer');
await desk.page.waitForTimeout(1_500);
await shoot(desk.page, 'office-list');
await desk.page.goto(`${office.url}/office/assessments/${assessment}`);
await desk.page.waitForTimeout(1_500);
await shoot(desk.page, 'office-assessment');
for (const [name, path] of [
  ['office-visits', '/office/visits'],
  ['office-actions', '/office/actions'],
] as const) {
  await desk.page.goto(`${office.url}${path}`);
  await desk.page.waitForTimeout(1_500);
  await shoot(desk.page, name);
}
await desk.page.goto(`${office.url}/office/review`);
await desk.page.locator('.queue-table').waitFor();
await shoot(desk.page, 'office-queue');
await desk.page.goto(`${office.url}/office/review/${assessment}`);
await desk.page.locator('.items-row').nth(9).click();
await shoot(desk.page, 'office-review');
await desk.close();
await office.stop();

/** The demo assessment that has photos: the first of the list that says so. */
async function demoAssessment(page: Page): Promise<string> {
  await page.goto(`${server.url}/visits?show=assessments`);
  const link = page.locator('a[href^="/assessments/"]', { hasText: '江夏精密机械' }).filter({ hasText: '已提交' }).first();
  await link.waitFor();
  return (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
}

async function picture(page: Page, name: string, path: string): Promise<void> {
  await page.goto(`${server.url}${path}`);
  await page.waitForTimeout(1_500);
  await shoot(page, name);
}

/** The first that a list leads to. */
async function listed(page: Page, name: string, list: string, link: string): Promise<void> {
  await page.goto(`${server.url}${list}`);
  await page.locator(link).first().click();
  await page.waitForTimeout(1_500);
  await shoot(page, name);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}.png` });
}
