import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setAnswer } from '#store/commands/set-answer.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readInterview } from '#store/queries/read-notes.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { value } from '../store/test-store.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

const stamp = /已保存 \d\d:\d\d:\d\d/;

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

const cards = (root: Element): readonly string[] =>
  [...root.querySelectorAll<HTMLElement>('.question-card')].map((card) => card.dataset['question'] ?? '');

test('[V64] the card that was answered stays where it is until the person moves on; what was answered before is not there', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'production_type', 'process'));
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/open`);
  await until(() => cards(root).includes('jc03'));
  expect(cards(root)).not.toContain('production_type');
  const before = cards(root);
  await page.getByText('独立的一级部门', { exact: true }).click();
  await until(() => stamp.test(root.textContent));
  // Longer than what counts progress waits for.
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(cards(root).slice(0, before.length)).toEqual(before);
  await page.getByRole('button', { name: '下一题' }).click();
  await until(() => !cards(root).includes('jc03'));
  expect((await readAssessment(store, id))?.answers.values).toMatchObject({ jc03: 'c' });
  unmount();
});

test('[V61] what decides the level first is a list with words; a question is answered where it stands', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/open?order=level`);
  await until(() => root.querySelectorAll('.ranked-row').length > 10);
  const rows = root.querySelectorAll<HTMLButtonElement>('.ranked-row');
  expect(rows[0]?.textContent).toMatch(/等级|还算不出|最多/u);
  expect(await violations(root)).toEqual([]);
  rows[0]?.click();
  await until(() => cards(root).length === 1);
  unmount();
});

test('[V62] a note is saved as it is typed, and is there when the section is opened again', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await page.getByRole('button', { name: '记访谈', exact: true }).click();
  await page.getByLabelText('记下企业怎么说的').fill('总经理说明年上 MES。');
  await until(() => stamp.test(root.querySelector('.note-sheet')?.textContent ?? ''));
  expect((await readInterview(store, id, ['jc_plan'])).notes).toEqual([
    { section: 'jc_plan', text: '总经理说明年上 MES。', disputed: [] },
  ]);
  unmount();
  const again = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await page.getByRole('button', { name: '记访谈（已有内容）' }).click();
  await expect.element(page.getByLabelText('记下企业怎么说的')).toHaveValue('总经理说明年上 MES。');
  again.unmount();
});

test('[V65] turned to the firm, a question has its options and nothing of what staff see; a tap answers it', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan?at=jc03&show=1`);
  await until(() => root.querySelector('.presenter[open] .question-card') !== null);
  const presenter = root.querySelector('.presenter');
  expect(cards(root).length).toBeGreaterThan(1);
  expect(presenter?.querySelectorAll('.question-card')).toHaveLength(1);
  expect(presenter?.querySelector('.evidence, .fact-line, [aria-haspopup="dialog"]')).toBeNull();
  presenter?.querySelector<HTMLInputElement>('input[value="c"]')?.click();
  await until(() => stamp.test(presenter?.textContent ?? ''));
  expect((await readAssessment(store, id))?.answers.values).toEqual({ jc03: 'c' });
  await page.getByRole('button', { name: '退出展示' }).click();
  await until(() => root.querySelector('.presenter') === null);
  unmount();
});
