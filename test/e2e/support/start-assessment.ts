import { expect, type Page } from '@playwright/test';

/** Starts the two-integration diagnosis at the first demo firm that the search finds. Returns the assessment's id. `go` also unlocks, where that is needed. */
export async function startAssessment(
  page: Page,
  url: string,
  go: (address: string) => Promise<unknown> = (address) => page.goto(address),
): Promise<string> {
  await go(`${url}/enterprises`);
  await page.getByRole('searchbox').fill('模具');
  await page.getByRole('link', { name: /模具/ }).first().click();
  await page.getByRole('button', { name: '开始评估' }).first().click();
  await page.getByRole('button', { name: /两化融合评估诊断/ }).click();
  await expect(page).toHaveURL(/\/assessments\//);
  return /assessments\/([^/?]+)/.exec(page.url())?.[1] ?? '';
}
