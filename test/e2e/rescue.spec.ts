/** A phone that finds no network for days: its rescue bundle goes to the office by hand, and nothing arrives twice. */
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { officeClient } from './support/office-client.ts';
import { startPhone } from './support/phone.ts';
import { startServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';
import { takePhoto } from './support/take-photo.ts';

test('[promise 2] a rescue bundle from the phone is taken in by the command line once, and the phone syncs afterwards without doubling', async () => {
  const server = await startServer();
  const phone = await startPhone();
  const { page } = phone;
  try {
    await signIn(page, server.url, 'surveyor');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect(page.locator('.today-start')).toBeVisible();
    const assessment = await startAssessment(page, server.url);
    await server.stop();

    await page.goto(`${server.url}/assessments/${assessment}/q/jc_equipment`);
    const number = page.locator('article[data-names~="jc07"] input').first();
    await number.fill('40');
    await number.blur();
    await takePhoto(page, page);
    await page.goto(`${server.url}/sync`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '生成救援包' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^xunzhen-diaoyan01-.*\.txt$/);
    const file = join(mkdtempSync(join(tmpdir(), 'xunzhen-rescue-')), 'bundle.txt');
    await download.saveAs(file);

    const first = await importBundle(server.dataDir, file);
    expect(first).toMatchObject({ ops: { refused: 0, quarantined: 0 }, photos: { committed: 1, refused: 0 }, damaged: 0 });
    expect(first.ops.stored).toBeGreaterThanOrEqual(3);
    const second = await importBundle(server.dataDir, file);
    expect(second).toMatchObject({ ops: { stored: 0, refused: 0 }, photos: { committed: 0, known: 1 } });

    const again = await startServer({ dataDir: server.dataDir, port: Number(new URL(server.url).port) });
    try {
      await page.getByRole('button', { name: '立即同步' }).click();
      await expect(page.getByText('全部已核对入库')).toBeVisible({ timeout: 60_000 });
      const office = await officeClient(again.url);
      const detail = await office.assessment(assessment);
      expect(detail.evidence).toHaveLength(1);
      expect(detail.evidence[0]?.committedAt).not.toBeNull();
      expect(await importBundle(server.dataDir, file)).toMatchObject({ ops: { stored: 0, refused: 0 } });
    } finally {
      await again.stop();
    }
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});

type Report = {
  readonly ops: { readonly stored: number; readonly known: number; readonly quarantined: number; readonly refused: number };
  readonly photos: { readonly committed: number; readonly known: number; readonly refused: number };
  readonly damaged: number;
};

async function importBundle(dataDir: string, file: string): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/main.ts', 'rescue', 'import', file, '--json'], {
    env: { ...process.env, DATA_DIR: dataDir },
  });
  return JSON.parse(stdout) as Report;
}
