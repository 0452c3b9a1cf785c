/** Cards of the instruments that ask more than one thing of a subject, over a real store. */
import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addRow } from '#store/commands/change-rows.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import siteCheck from '../../../survey-definitions/site-check/1.yaml?raw';
import smartFactory from '../../../survey-definitions/smart-factory/2025.yaml?raw';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { value } from '../store/test-store.ts';
import { compileText } from './form-fixture.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

test('[U100] a scene is one card: depth, AI, instance and one place for its evidence', async () => {
  const { store, id } = await storeWithAssessment('d'.repeat(64), compileText(smartFactory));
  value(await setAnswer(store, id, 'built_factory', ['s01']));
  const { root } = await mountScreen(store, `/assessments/${id}/q/link_factory`);
  await until(() => root.querySelector('#q-s01') !== null);
  const card = root.querySelector<HTMLElement>('#q-s01') ?? root;
  expect(root.querySelectorAll('article')).toHaveLength(2);
  expect(card.querySelectorAll('.evidence')).toHaveLength(1);
  expect(card.getBoundingClientRect().height).toBeLessThan(640);
  for (const target of card.querySelectorAll('.option-row, button:not(.visually-hidden), summary'))
    expect(target.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  expect(root.scrollWidth).toBeLessThanOrEqual(390);
  card.querySelector<HTMLInputElement>('input[value="middle"]')?.click();
  await page.elementLocator(card).getByLabelText('实例叫什么？').fill('三维布局评审');
  await until(() => /已保存 \d\d:\d\d:\d\d/.test(root.textContent));
  await expect
    .poll(async () => (await readAssessment(store, id))?.answers.values, { timeout: 30_000 })
    .toMatchObject({ s01_depth: 'middle', s01_instance: '三维布局评审' });
  // What may be photographed besides is in the card's menu, each by its question.
  await page.elementLocator(card).getByRole('button', { name: '第 3.2 题的更多操作' }).click();
  await expect.element(page.getByRole('button', { name: '拍照取证：用了人工智能吗？' })).toBeVisible();
  expect(await violations(root)).toEqual([]);
});

test('[U101] a question in a row takes photos, bound to that row', async () => {
  const { store, id } = await storeWithAssessment('e'.repeat(64), compileText(siteCheck));
  const first = value(await addRow(store, id, 'machines')).rowId;
  value(await addRow(store, id, 'machines'));
  const { root } = await mountScreen(store, `/assessments/${id}/q/equipment`);
  await until(() => root.querySelectorAll('.repeat-row-full .evidence').length === 6);
  const row = (): HTMLElement => root.querySelector<HTMLElement>('.repeat-row-full') ?? root;
  await page.elementLocator(row()).getByRole('button', { name: '拍照', exact: true }).first().click();
  await page.getByRole('button', { name: '按下快门' }).click();
  await page.getByRole('button', { name: '用这张' }).click();
  await expect
    .poll(async () => (await readAssessment(store, id))?.evidence.map(({ questions }) => questions), { timeout: 30_000 })
    .toEqual([[`machines/${first}/machine_plate`]]);
  await until(() => row().textContent.includes('已取证'));
  expect(root.querySelectorAll('.evidence-there')).toHaveLength(1);
  expect(await violations(root)).toEqual([]);
});
