/** A new version of the app while somebody works: it waits, it never takes the questionnaire away, and a tap brings it. */
import { expect, test } from '@playwright/test';
import { nextBuild, nextVersion } from './support/next-build.ts';
import { saved } from './support/fill-form.ts';
import { startPhone } from './support/phone.ts';
import { freePort, startServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';
import { startAssessment } from './support/start-assessment.ts';

test('[U118] a new build that appears while a questionnaire is open is offered afterwards and taken by a tap; every answer stays', async () => {
  const port = await freePort();
  let server = await startServer({ port });
  const phone = await startPhone();
  const { page } = phone;
  try {
    await signIn(page, server.url, 'surveyor');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const assessment = await startAssessment(page, server.url);
    const questionnaire = `${server.url}/assessments/${assessment}/q/profile`;
    await page.goto(questionnaire);
    await page.locator('input[name="production_type"][value="process"]').check();
    await expect(saved(page)).toBeVisible();

    // The bureau installs a new version.
    await server.stop();
    server = await startServer({ port, dataDir: server.dataDir, env: { APP_DIR: nextBuild() } });
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update();
    });
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? null))
      .toBe('installed');

    // Nothing moves under the open questionnaire, and typing goes on.
    await expect(page.getByText('新版本已就绪')).toHaveCount(0);
    await page.locator('article[data-names~="headcount"] input').fill('86');
    await page.locator('article[data-names~="headcount"] input').blur();
    await expect(saved(page)).toBeVisible();
    expect(page.url()).toContain('/q/profile');

    // Out of the questionnaire the offer stands; the tap brings the new version.
    await page.goto(`${server.url}/me`);
    await expect(page.getByText('新版本已就绪')).toBeVisible();
    // A request in the midst of the activation makes Chromium give it up.
    await page.evaluate(() => {
      const asking = setInterval(() => void fetch('/api/health').catch(() => undefined), 5);
      setTimeout(() => clearInterval(asking), 2_000);
    });
    const reloaded = page.waitForEvent('load');
    await page.getByRole('button', { name: '现在更新' }).click();
    await reloaded;
    await page.goto(`${server.url}/sync`);
    await expect(page.getByText(nextVersion)).toBeVisible();
    await page.goto(questionnaire);
    await expect(page.locator('input[name="production_type"][value="process"]')).toBeChecked();
    await expect(page.locator('article[data-names~="headcount"] input')).toHaveValue('86');
    expect(phone.errors).toEqual([]);
  } finally {
    await phone.close();
    await server.stop();
  }
});
