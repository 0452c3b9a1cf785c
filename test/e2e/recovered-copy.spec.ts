/** A phone that nobody can sign in on any more: what it had not sent comes out of its files with the organisation's recovery key. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { enteredValues, officeClient } from './support/office-client.ts';
import { startPhone } from './support/phone.ts';
import { startServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';
import { takePhoto } from './support/take-photo.ts';

test('[B99] the second copy of a dead phone, pulled out of its profile, is opened with the recovery key alone and taken in once', async () => {
  let server = await startServer();
  const phone = await startPhone({ expectedErrors: [/\/adopted/] });
  try {
    const { page } = phone;
    await signIn(page, server.url, 'surveyor');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const assessment = await startAssessment(page, server.url);
    await page.goto(`${server.url}/sync`);
    await expect(page.getByText('全部已核对入库')).toBeVisible({ timeout: 60_000 });

    await server.stop();
    await page.goto(`${server.url}/assessments/${assessment}/q/jc_equipment`);
    const number = page.locator('article[data-names~="jc07"] input').first();
    await number.fill('40');
    await number.blur();
    await takePhoto(page, page);
    await page.goto(`${server.url}/sync`);
    await expect(page.getByText(/存着没上传的 \d+ 处修改、1 张照片/)).toBeVisible({ timeout: 60_000 });
    const unsent = Number(/存着没上传的 (\d+) 处/.exec((await page.locator('.facts').textContent()) ?? '')?.[1]);
    await phone.close();

    // What Chromium calls these files is its own affair.
    const files = join(phone.profile, 'Default', 'File System');
    const out = mkdtempSync(join(tmpdir(), 'xunzhen-copy-'));
    const key = join(server.dataDir, 'recovery-key', 'private-key.pem');
    const opened = await cli(server.dataDir, ['rescue', 'open-copy', files, '--key', key, '--out', out]);
    expect(opened).toContain(`修改 ${String(unsent)}，照片 1。`);
    const [name = ''] = readdirSync(out);
    const bundle = join(out, name);
    const first = JSON.parse(await cli(server.dataDir, ['rescue', 'import', bundle, '--key', key, '--json'])) as object;
    expect(first).toMatchObject({
      ops: { stored: unsent, known: 0, quarantined: 0, refused: 0 },
      photos: { committed: 1, refused: 0 },
      damaged: 0,
    });
    expect(await cli(server.dataDir, ['rescue', 'import', bundle, '--key', key])).toContain('服务器早已全部收到');

    server = await startServer({ dataDir: server.dataDir });
    const detail = await (await officeClient(server.url)).assessment(assessment);
    expect(enteredValues(detail)).toMatchObject({ jc07: 40 });
    expect(detail.evidence.map(({ committedAt }) => committedAt !== null)).toEqual([true]);
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

async function cli(dataDir: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/main.ts', ...args], {
    env: { ...process.env, DATA_DIR: dataDir },
  });
  return stdout;
}
