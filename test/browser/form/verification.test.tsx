import { page, userEvent } from 'vitest/browser';
import { afterEach, expect, test } from 'vitest';
import type { EntityId } from '#shared/ids.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswer, verifyAnswer } from '#store/commands/set-answer.ts';
import { listDisputes } from '#store/queries/list-disputes.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import type { Store } from '#store/store.ts';
import type { FoundView } from '#store/views.ts';
import { headBy, pullRows, registerRow } from '../store/pull-rows.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { violations } from '../app/mount.ts';
import { photo, value } from '../store/test-store.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

afterEach(unmountAll);

async function claimed(): Promise<{ readonly store: Store; readonly id: string }> {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc01', 40));
  value(await setAnswer(store, id, 'jc03', 'c'));
  value(await setAnswer(store, id, 'jc04', 'a'));
  return { store, id };
}

function foundAt(store: Store, id: string, path: string): () => Promise<FoundView | undefined> {
  return async () => (await readAssessment(store, id))?.verified.found.find((each) => each.path === path);
}

async function eventually<T>(read: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  let found = await read();
  await expect.poll(async () => holds((found = await read())), { timeout: 20_000 }).toBe(true);
  return found;
}

const card = (path: string) => page.elementLocator(cardOf(path));

function cardOf(path: string): Element {
  const found = document.querySelector(`#q-${path}`);
  if (found === null) throw new Error(`no card ${path}`);
  return found;
}

async function shown(root: HTMLElement, text: string): Promise<void> {
  await expect.poll(() => root.textContent.replaceAll(/\s+/g, ' '), { timeout: 20_000 }).toContain(text);
}

test('[V22] one tap confirms what the firm said, and one takes it back', async () => {
  const { store, id } = await claimed();
  const { root } = await mountScreen(store, `/assessments/${id}/v/jc_plan`);
  await shown(root, '已核实 0/3');
  await card('jc03').getByRole('button', { name: '属实' }).click();
  await eventually(foundAt(store, id, 'jc03'), (found) => found?.value === 'c' && found.reason === null);
  await shown(root, '已核实 1/3');
  expect(cardOf('jc03').textContent).toContain('已核实，属实');
  await page.getByRole('button', { name: '撤销' }).click();
  await eventually(foundAt(store, id, 'jc03'), (found) => found === undefined);
  await shown(root, '已核实 0/3');
  expect((await readAssessment(store, id))?.answers.values['jc03']).toBe('c');
});

test('[V23] another value is saved at once, counts as verified once its reason is there, and moves the verified score alone', async () => {
  const { store, id } = await claimed();
  const { root } = await mountScreen(store, `/assessments/${id}/v/jc_plan`);
  await shown(root, '已核实 0/3');
  await card('jc01').getByRole('button', { name: '更正' }).click();
  const box = card('jc01').getByRole('textbox', { name: /近三年平均/ });
  await userEvent.fill(box, '25');
  await eventually(foundAt(store, id, 'jc01'), (found) => found?.value === 25 && found.reason === null);
  await shown(root, '差异 1');
  await shown(root, '缺理由 1');
  await shown(root, '已核实 0/3');
  await userEvent.fill(card('jc01').getByRole('textbox', { name: /为什么更正/ }), '查近三年台账，平均 25');
  await eventually(foundAt(store, id, 'jc01'), (found) => found?.value === 25 && found.reason === '查近三年台账，平均 25');
  await shown(root, '已核实 1/3');
  const view = await readAssessment(store, id);
  expect([view?.answers.values['jc01'], view?.verified.answers.values['jc01']]).toEqual([40, 25]);
  expect(cardOf('jc01').textContent).toContain('企业自评40');
});

test('[V24] what colleagues found meanwhile appears, and a finding of two minds waits for a decision', async () => {
  const { store, id } = await claimed();
  const { root, go } = await mountScreen(store, `/assessments/${id}/v/jc_plan`);
  await shown(root, '已核实 0/3');
  value(await verifyAnswer(store, id, 'jc04', 'a', null));
  await shown(root, '已核实 1/3');
  expect(cardOf('jc04').textContent).toContain('已核实，属实');
  value(await verifyAnswer(store, id, 'jc03', 'a', '没有单独设部门'));
  await shown(root, '差异 1');
  const register = 'verified/jc03';
  const own = await store.reader.register({ entityId: id as EntityId, register });
  const place = { entity: 'assessment', entityId: id, owner: id, register } as const;
  const colleague = { person: 'other-person', name: '欧阳建国' };
  await pullRows(store, [registerRow(place, [...(own?.heads ?? []), headBy(colleague.person, 'b')])], [colleague]);
  expect(await listDisputes(store)).toMatchObject([{ kind: 'assessment', id, count: 1 }]);
  await expect.poll(() => cardOf('jc03').querySelectorAll('.dispute-value').length, { timeout: 20_000 }).toBe(2);
  go(`/assessments/${id}`);
  await page.getByRole('link', { name: /核实：谁牵头管数字化/ }).click();
  await expect.poll(() => root.querySelectorAll('.dispute-value').length, { timeout: 20_000 }).toBe(2);
  await card('jc03').getByRole('button', { name: /^用“/ }).first().click();
  await expect.poll(() => root.querySelector('.dispute'), { timeout: 20_000 }).toBeNull();
  expect((await store.reader.allOwnOps()).map(({ op }) => op.kind)).toContain('resolve');
  expect(await listDisputes(store)).toEqual([]);
});

test('[V25] the list shows what is not verified, what differs and what lacks evidence', async () => {
  const { store, id } = await claimed();
  value(await verifyAnswer(store, id, 'jc01', 25, '台账'));
  const { root } = await mountScreen(store, `/assessments/${id}/v/jc_plan`);
  await shown(root, '已核实 1/3');
  await page.getByRole('button', { name: '目录与跳转' }).click();
  await expect.element(page.getByRole('radio', { name: '未核实 2' })).toBeInTheDocument();
  await page.getByText('有差异 1').click();
  await expect.poll(() => root.querySelectorAll('.jump-row').length).toBe(1);
});

test('[V26] a row that only the inspector found is added on the verified side; the firm’s rows cannot be removed here', async () => {
  const { store, id } = await claimed();
  const repeat = 'key_processes';
  const { addRow } = await import('#store/commands/change-rows.ts');
  const { rowId } = value(await addRow(store, id, repeat));
  value(await setAnswer(store, id, `${repeat}/${rowId}/key_process_name`, '焊接'));
  const compiled = (await import('./form-fixture.ts')).compiled;
  const section = compiled.sections.find(({ children }) => JSON.stringify(children).includes(repeat))?.name ?? '';
  const { root } = await mountScreen(store, `/assessments/${id}/v/${section}?at=${repeat}`);
  await expect.element(page.getByRole('button', { name: /添加现场发现的一项/ })).toBeInTheDocument();
  expect(root.querySelectorAll('[aria-label^="删除第"]').length).toBe(0);
  await page.getByRole('button', { name: /添加现场发现的一项/ }).click();
  const view = await eventually(
    () => readAssessment(store, id),
    (found) => (found?.verified.rows.length ?? 0) === 1,
  );
  expect(view?.answers.rows[repeat]).toHaveLength(1);
  await expect.poll(() => root.querySelectorAll('[aria-label^="删除第"]').length, { timeout: 20_000 }).toBe(1);
});

test('[V20] [V21] a photo of the assessment serves a second question, says which it serves, and leaves one of them', async () => {
  const { store, id } = await claimed();
  const { evidenceId } = value(await attachEvidence(store, id, 'jc03', photo(id, 5000, 7)));
  const { root } = await mountScreen(store, `/assessments/${id}/v/jc_plan?at=jc04`);
  await shown(root, '已核实 0/3');
  await card('jc04').getByRole('button', { name: '用已有照片' }).click();
  await page.getByRole('button', { name: /用在这一题/ }).click();
  const served = async () => (await readAssessment(store, id))?.evidence.map(({ questions }) => questions);
  await eventually(served, (questions) => JSON.stringify(questions) === '[["jc03","jc04"]]');
  await expect.poll(() => cardOf('jc04').querySelectorAll('.evidence-open').length, { timeout: 20_000 }).toBe(1);
  cardOf('jc04').querySelector<HTMLButtonElement>('.evidence-open')?.click();
  await shown(root, '这张照片用于');
  await page.getByRole('button', { name: '只从这一题移除' }).click();
  await eventually(served, (questions) => JSON.stringify(questions) === '[["jc03"]]');
  expect((await readAssessment(store, id))?.evidence[0]?.evidenceId).toBe(evidenceId);
});

test('[V27] the result shows both sides: scores, the difference with its reason, and the coverage', async () => {
  const { store, id } = await claimed();
  const { root, go } = await mountScreen(store, `/assessments/${id}/result`);
  await shown(root, '完成');
  expect(root.textContent).not.toContain('差异清单');
  value(await verifyAnswer(store, id, 'jc03', 'a', '没有单独设部门'));
  value(await verifyAnswer(store, id, 'jc04', 'a', null));
  await shown(root, '差异清单 1');
  await shown(root, '理由：没有单独设部门');
  await expect.poll(() => root.querySelectorAll('.coverage-squares .coverage-seen').length, { timeout: 20_000 }).toBe(2);
  expect(root.querySelectorAll('.coverage-squares .coverage-claimed')).toHaveLength(1);
  expect(await violations(root)).toEqual([]);
  go(`/assessments/${id}`);
  await shown(root, '已核实 2/3');
});
