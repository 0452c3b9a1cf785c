/** What was built, and what it does with text that wants to be code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { demoCreditCode } from '../../src/domain/credit-code.ts';
import { startPhone } from './support/phone.ts';
import { startServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';

const evil = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>"'}}{{7*7}}\${7*7}`;

test('[N4] the built page holds no inline script, style or handler, no source map, and names no other host', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => name.endsWith('.map'))).toEqual([]);
  const page = readFileSync('dist/index.html', 'utf8');
  for (const [script] of page.matchAll(/<script[^>]*>/gu)) expect(script).toMatch(/ src="\/assets\/[\w.-]+"/u);
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|https?:\/\//u);
  for (const name of files.filter((each) => /\.(?:js|css)$/u.test(each))) {
    const text = readFileSync(join('dist', name), 'utf8');
    expect([name, /sourceMappingURL=/u.test(text)]).toEqual([name, false]);
    expect([name, /url\(["']?https?:|import\(["']https?:|importScripts\(["']https?:/u.test(text)]).toEqual([name, false]);
  }
});

test('[N5] markup typed into a form stays text wherever it is shown, and the page asks nobody but its own server', async () => {
  const server = await startServer();
  const phone = await startPhone();
  const { page } = phone;
  try {
    page.on('dialog', (dialog) => {
      throw new Error(`a dialog opened: ${dialog.message()}`);
    });
    await signIn(page, server.url, 'surveyor');
    await page.getByRole('link', { name: '企业', exact: true }).click();
    await page.getByRole('link', { name: '登记企业' }).first().click();
    await page.getByLabel('统一社会信用代码').fill(demoCreditCode('420115', 901));
    await page.getByLabel('企业名称').fill(evil);
    await page.getByRole('button', { name: /所在地区/ }).click();
    await page.locator('dialog[open] .pick-list button').first().click();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await expect(page.getByText('<img src=x').first()).toBeVisible();
    await page.getByRole('button', { name: '开始评估' }).first().click();
    await page.getByRole('button', { name: /两化融合评估诊断/ }).click();
    await expect(page.getByText('<img src=x').first()).toBeVisible();
    await page.goto(`${server.url}/enterprises?q=${encodeURIComponent(evil)}`);
    await expect(page.getByRole('heading').first()).toBeVisible();
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});
