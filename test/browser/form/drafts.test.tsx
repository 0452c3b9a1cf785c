import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveBeforeLock } from '#app/before-lock.ts';
import { keepFormDraft } from '#store/commands/remember-place.ts';
import { readFindings } from '#store/queries/read-findings.ts';
import { readFormDraft } from '#store/queries/read-place.ts';
import type { Store } from '#store/store.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { enterprise } from '../store/test-store.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

const words = '三号线的采集网关停了半年，台账上仍写在用；班组长说没人来修，也没人登记停用';

async function kept(store: Store, form: string, holds: (draft: string) => boolean): Promise<void> {
  while (!holds(JSON.stringify(await readFormDraft(store, form)))) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('[U113] a finding half typed is kept sealed as it is typed, comes back with its words, and is gone once it was saved', async () => {
  const { store, id } = await storeWithAssessment();
  const form = `finding/${id}/jc03`;
  await mountScreen(store, `/assessments/${id}/findings?raise=jc03`);
  await page.getByLabelText('问题是什么').fill(words);
  await page.getByLabelText('要做什么').fill('换网关');
  await kept(store, form, (draft) => draft.includes('半年') && draft.includes('换网关'));
  const rows = await store.db.meta.filter(({ key }) => key.startsWith('form-draft')).toArray();
  expect(rows).toHaveLength(1);
  const clear = rows.map((row) => JSON.stringify(row) + new TextDecoder().decode('sealed' in row ? row.sealed : undefined));
  expect(clear[0]).not.toContain('网关');
  expect(clear[0]).not.toContain('jc03');
  // The page dies: nothing of it says goodbye.
  document.body.replaceChildren();
  const { root } = await mountScreen(store, `/assessments/${id}/findings?raise=jc03`);
  await until(() => root.querySelector('textarea')?.value === words);
  expect(root.textContent).toContain('上次填了没保存');
  expect(await violations(root)).toEqual([]);
  // Another clause is another form.
  expect(await readFormDraft(store, `finding/${id}/jc04`)).toBeNull();
  await page.getByRole('button', { name: '保存问题' }).click();
  await until(() => root.querySelector('.finding-line') !== null);
  expect(await readFindings(store, id)).toMatchObject([{ text: words }]);
  await kept(store, form, (draft) => draft === 'null');
});

test('[U113] a lock keeps the last word too; starting over empties the form, and then nothing is kept', async () => {
  const { store, id } = await storeWithAssessment();
  const first = await mountScreen(store, `/assessments/${id}/findings?raise=`);
  await page.getByLabelText('问题是什么').fill(words);
  expect(await saveBeforeLock()).toBe(true);
  expect(await readFormDraft(store, `finding/${id}/`)).toEqual({ text: words });
  first.unmount();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/findings?raise=`);
  await until(() => root.querySelector('textarea')?.value === words);
  await page.getByRole('button', { name: '清空重填' }).click();
  await until(() => root.querySelector('textarea')?.value === '');
  await kept(store, `finding/${id}/`, (draft) => draft === 'null');
  unmount();
});

test('[U113] of a visit being planned what was typed comes back, and what was not is as it would begin today', async () => {
  const { store } = await storeWithAssessment();
  const { code } = enterprise();
  await keepFormDraft(store, `visit/${code}/`, { note: words });
  const { root } = await mountScreen(store, `/visits/new?enterprise=${code}`);
  await until(() => root.querySelector('textarea')?.value === words);
  expect(root.querySelector<HTMLInputElement>('input[type="date"]')?.value).not.toBe('');
  await page.getByRole('button', { name: '保存计划' }).click();
  await until(() => root.querySelector('textarea') === null);
  await kept(store, `visit/${code}/`, (draft) => draft === 'null');
});

test('[U113] a reason that an earlier version kept under its own name comes back too, and goes when it is done', async () => {
  const { store, id } = await storeWithAssessment();
  expect(await keepFormDraft(store, `reason/${id}`, { reason: words })).toMatchObject({ kind: 'ok' });
  await mountScreen(store, `/assessments/${id}`);
  await page.getByRole('button', { name: '作废这份评估' }).click();
  await expect.element(page.getByRole('textbox', { name: '作废原因' })).toHaveValue(words);
  await page.getByRole('button', { name: '确认作废' }).click();
  await kept(store, `reason/${id}`, (draft) => draft === 'null');
});
