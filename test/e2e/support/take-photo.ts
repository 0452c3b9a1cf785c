import { expect, type Locator, type Page } from '@playwright/test';

/** The first photo of a question: its camera, the shutter, and the picture kept. `within`: the question's card, or the page. */
export async function takePhoto(page: Page, within: Locator | Page): Promise<void> {
  await within.getByRole('button', { name: '拍照' }).first().click();
  await page.getByRole('button', { name: '按下快门' }).click();
  await page.getByRole('button', { name: '用这张', exact: true }).click();
  await expect(within.locator('.evidence-open')).toHaveCount(1);
}
