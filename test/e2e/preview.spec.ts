/** What an author sees: `npm run dev`, a new definition, a fault, the fault mended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startPhone } from './support/phone.ts';
import { freePort } from './support/server.ts';

test('[U106] a new definition is seen in the browser, follows every save, and says its faults with their lines', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-definitions-'));
  await done(
    spawn(process.execPath, ['src/cli/main.ts', 'definitions', 'new', 'county-visit', '--edition', '1', '--folder', folder]),
  );
  const file = join(folder, 'county-visit', '1.yaml');
  const port = await freePort();
  const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--port', String(port), '--strictPort'], {
    env: { ...process.env, XUNZHEN_DEFINITIONS: folder },
    stdio: 'ignore',
  });
  const { page, close } = await startPhone();
  try {
    const url = `http://localhost:${String(port)}/preview`;
    await expect(async () => {
      await page.goto(url);
      await expect(page.getByRole('link', { name: 'county-visit/1' })).toBeVisible();
    }).toPass({ timeout: 120_000 });
    await page.getByRole('link', { name: 'county-visit/1' }).click();
    await expect(page.locator('article[data-question]').first()).toBeVisible({ timeout: 120_000 });

    const written = readFileSync(file, 'utf8');
    writeFileSync(file, written.replace(/^title: .*$/m, 'title: 县里来看看'));
    await expect(page.getByRole('heading', { name: '县里来看看' })).toBeVisible({ timeout: 60_000 });

    writeFileSync(file, written.replace(/^( +)type: /m, '$1tpye: ').replace('- type: ', '- tpye: '));
    await expect(page.getByText(/county-visit\/1\.yaml:\d+:\d+:/).first()).toBeVisible({ timeout: 60_000 });
    writeFileSync(file, written);
    await expect(page.locator('article[data-question]').first()).toBeVisible({ timeout: 60_000 });
  } finally {
    await close();
    vite.kill('SIGTERM');
  }
});

function done(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`ended with ${String(code)}`));
    });
  });
}
