import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { addRow } from '#store/commands/change-rows.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { listDisputes } from '#store/queries/list-disputes.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { editEnterprise } from '#store/commands/edit-enterprise.ts';
import { readFirmDisputes } from '#store/queries/read-firm-disputes.ts';
import type { Head } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import { recountDisputes } from '#store/recount-disputes.ts';
import type { Store } from '#store/store.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { headBy, pullRows, registerRow } from '../store/pull-rows.ts';
import { dumpAll, photo, value } from '../store/test-store.ts';
import { compiled } from './form-fixture.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

const other = { person: 'other-person', name: '欧阳建国（武汉市江夏区工作站）' };

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

/** Somebody else's answer beside the own one, as the server folds them. */
async function contradict(store: Store, id: string, path: string, theirs: string | number): Promise<Head> {
  const register = `self/${path}`;
  const own = await store.reader.register({ entityId: id as EntityId, register });
  const head = headBy(other.person, theirs);
  const place = { entity: 'assessment', entityId: id, owner: id, register } as const;
  await pullRows(store, [registerRow(place, [...(own?.heads ?? []), head])], [other]);
  return head;
}

test('[U110] both answers stand with who, when and their photos; a third settles them with its reason and names both', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc03', 'c'));
  value(await attachEvidence(store, id, 'jc03', photo(id, 5000, 7)));
  const theirs = await contradict(store, id, 'jc03', 'a');
  const [mine] = (await store.reader.register({ entityId: id as EntityId, register: 'self/jc03' }))?.heads ?? [];
  expect(await listDisputes(store)).toMatchObject([{ kind: 'assessment', id, count: 1 }]);

  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelectorAll('.dispute-value').length === 2);
  const text = root.querySelector('.dispute')?.textContent ?? '';
  expect(text).toContain('欧阳建国（武汉市江夏区工作站）');
  expect(text).toContain('我（张工）');
  expect(root.querySelectorAll('.dispute .evidence-open')).toHaveLength(1);
  expect(await violations(root)).toEqual([]);

  await page.getByPlaceholder('例如：现场看了设备台账').fill('看了任命文件');
  root.querySelector<HTMLInputElement>('input[name="jc03"][value="b"]')?.click();
  await until(() => root.querySelector('.dispute') === null);
  const after = await readAssessment(store, id);
  expect(after?.conflicts).toEqual([]);
  const own = (await store.reader.allOwnOps()).map(({ op }) => op);
  const settled = own.find(({ kind }) => kind === 'resolve');
  expect(settled?.reason).toBe('看了任命文件');
  expect(settled?.parents).toContain(theirs.hash);
  expect(settled?.parents).toContain(mine?.hash);
  expect(await listDisputes(store)).toEqual([]);
});

test('[U110] choosing what stands there writes the decision, a blank too', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc03', 'c'));
  value(await setAnswer(store, id, 'jc03', null));
  await contradict(store, id, 'jc03', 'a');
  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await page.getByRole('button', { name: '用“空白”' }).click();
  await until(() => root.querySelector('.dispute') === null);
  expect((await readAssessment(store, id))?.conflicts).toEqual([]);
  expect((await readAssessment(store, id))?.answers.values['jc03'] ?? null).toBeNull();
});

test('[U111] who may not decide is told who may, and the overview counts what is open', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc03', 'c'));
  await contradict(store, id, 'jc03', 'a');
  const reviewer = { ...store, profile: { ...store.profile, role: 'reviewer' as const } };
  const { root, unmount } = await mountScreen(reviewer, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelectorAll('.dispute-value').length === 2);
  expect(root.querySelector('.dispute')?.textContent).toContain('由本区域的调研员、科技副总或核查员来定');
  expect(root.querySelectorAll('.dispute-value button.button')).toHaveLength(0);
  unmount();
  const overview = await mountScreen(store, `/assessments/${id}`);
  await until(() => overview.root.textContent.includes('1 处填得不一样'));
});

test('[U112] answers in rows, captions and what is known of a firm are settled the same way', async () => {
  const { store, id } = await storeWithAssessment();
  const { rowId } = value(await addRow(store, id, 'key_processes'));
  const path = `key_processes/${rowId}/key_process_name`;
  value(await setAnswer(store, id, path, '冲压'));
  await contradict(store, id, path, '冲压与剪切');
  const { evidenceId } = value(await attachEvidence(store, id, 'jc03', photo(id, 5000, 7)));
  const caption = { entity: 'evidence', entityId: evidenceId, owner: id, register: 'caption' } as const;
  await pullRows(store, [registerRow(caption, [headBy('x1', '看板'), headBy('x2', '车间看板')])], []);
  expect(await listDisputes(store)).toMatchObject([{ id, count: 2 }]);
  const view = await readAssessment(store, id);
  expect(view?.conflicts.map((conflict) => conflict.path)).toEqual([path]);
  expect(view?.evidence[0]?.disputed.map(({ value: words }) => words)).toEqual(['看板', '车间看板']);

  const section = compiled.sections.find(({ children }) => children.some((node) => node.kind === 'repeat'));
  const { root } = await mountScreen(store, `/assessments/${id}/q/${section?.name ?? ''}?at=${path}`);
  await until(() => root.querySelectorAll('.dispute-value').length === 2);
  await page.getByRole('button', { name: '用“冲压与剪切”' }).click();
  await until(() => root.querySelector('.dispute') === null);
  const code = view?.record.enterprise ?? '';
  const firm = { entity: 'enterprise', entityId: code, owner: null, register: 'headcount' } as const;
  await pullRows(store, [registerRow(firm, [headBy('x1', 120), headBy('x2', 125)])], []);
  expect(await readFirmDisputes(store, code)).toMatchObject([{ field: 'headcount', values: [{ value: 120 }, { value: 125 }] }]);
  value(await editEnterprise(store, code, { headcount: 125 }, '看了社保名单'));
  expect(await readFirmDisputes(store, code)).toEqual([]);
});

test('[T49] names of people are sealed; a database from before finds its contradictions again', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc03', 'c'));
  await contradict(store, id, 'jc03', 'a');
  expect(await dumpAll()).not.toContain('欧阳建国');
  const { db, codec } = store;
  for (const { disputed: _disputed, ...row } of await db.registers.toArray()) await db.registers.put(row as never);
  await db.meta.put({ key: 'recount-disputes' });
  expect(await listDisputes(store)).toEqual([]);
  await recountDisputes(db, codec);
  expect(await listDisputes(store)).toMatchObject([{ id, count: 1 }]);
  expect(await db.meta.get('recount-disputes')).toBeUndefined();
});
