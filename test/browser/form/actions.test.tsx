import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ActionPlan } from '#domain/finding.ts';
import type { EntityId } from '#shared/ids.ts';
import { addMonths } from '#app/actions/due-day.ts';
import { dayKey } from '#app/i18n/format.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { moveAction, raiseFinding } from '#store/commands/raise-finding.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { startFollowUp } from '#store/commands/start-follow-up.ts';
import { countDue } from '#store/queries/count-due.ts';
import { listActions, readAction } from '#store/queries/read-action.ts';
import { listDisputes } from '#store/queries/list-disputes.ts';
import { readFindings } from '#store/queries/read-findings.ts';
import type { Store } from '#store/store.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { headBy, pullRows, registerRow } from '../store/pull-rows.ts';
import { photo, value } from '../store/test-store.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

const today = dayKey(Date.now());

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

async function agreed(store: Store, id: string, question: string, plan: Partial<ActionPlan> = {}): Promise<string> {
  const { evidenceId } = value(await attachEvidence(store, id, question, photo(id, 5000, 7)));
  const photos = [evidenceId as EntityId];
  const action = { title: '补录设备台账', ownerName: null, due: addMonths(today, 1), gain: null, before: photos, ...plan };
  const found = { question, severity: 'major', text: '设备台账与现场不符', photos } as const;
  return value(await raiseFinding(store, id, { ...found, action })).actionId ?? '';
}

test('[V34] a finding is raised at a clause with what is to be done in a month, and stands on its card; withdrawing can be undone', async () => {
  const { store, id } = await storeWithAssessment();
  const first = await mountScreen(store, `/assessments/${id}/findings?raise=jc03`);
  await page.getByLabelText('问题是什么').fill('没有专人负责');
  await page.getByRole('button', { name: '保存问题' }).click();
  await until(() => first.root.textContent.includes('请写清要做什么'));
  expect(await readFindings(store, id)).toEqual([]);
  await page.getByLabelText('要做什么').fill('任命数字化负责人');
  await page.getByLabelText(/企业责任人/).fill('李主任');
  expect(await violations(first.root)).toEqual([]);
  await page.getByRole('button', { name: '保存问题' }).click();
  await until(() => first.root.querySelector('.finding-line') !== null);
  expect(await readFindings(store, id)).toMatchObject([{ question: 'jc03', severity: 'major', text: '没有专人负责' }]);
  expect(await listActions(store)).toMatchObject([
    { record: { title: '任命数字化负责人', ownerName: '李主任', due: addMonths(today, 1), question: 'jc03' } },
  ]);
  await page.getByRole('button', { name: '撤回' }).click();
  await page.getByLabelText('原因').fill('问错了人');
  await page.getByRole('button', { name: '确定' }).click();
  await until(() => first.root.querySelector('.finding-line') === null);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await until(() => first.root.querySelector('.finding-line') !== null);
  first.unmount();
  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('[data-question="jc03"] .finding-line')?.textContent.includes('没有专人负责') === true);
});

test('[U21] a finding whose write throws says that nothing was saved, and can be saved again', async () => {
  const { store, id } = await storeWithAssessment();
  const { root } = await mountScreen(store, `/assessments/${id}/findings?raise=jc03`);
  await page.getByLabelText('问题是什么').fill('没有专人负责');
  await page.getByLabelText('要做什么').fill('任命数字化负责人');
  const write = vi.spyOn(store.gate, 'run').mockRejectedValueOnce(new Error('lost'));
  const save = page.getByRole('button', { name: '保存问题' });
  await save.click();
  await until(() => root.querySelector('[role="alert"]')?.textContent.includes('没有保存') === true);
  expect(await readFindings(store, id)).toEqual([]);
  write.mockRestore();
  await save.click();
  await until(() => root.querySelector('.finding-line') !== null);
  expect(await readFindings(store, id)).toMatchObject([{ text: '没有专人负责' }]);
});

test('[U21] a step whose write throws keeps its sheet with the reason that was typed, and can be taken again', async () => {
  const { store, id } = await storeWithAssessment();
  const action = await agreed(store, id, 'jc03');
  const { root } = await mountScreen(store, `/actions/${action}`);
  await page.getByRole('button', { name: '取消这项整改' }).click();
  await page.getByLabelText('原因').fill('产线已停');
  const write = vi.spyOn(store.gate, 'run').mockRejectedValueOnce(new Error('lost'));
  const confirm = page.getByRole('button', { name: '确定' });
  await confirm.click();
  await until(() => root.querySelector('dialog[open] [role="alert"]')?.textContent.includes('没有保存') === true);
  write.mockRestore();
  await confirm.click();
  await until(() => root.querySelector('dialog[open]') === null);
  expect(await readAction(store, action)).toMatchObject({ state: 'dropped', reason: '产线已停' });
});

test('[V37] two phones say different things of an action: both stand there, one is chosen, and nothing is open any more', async () => {
  const { store, id } = await storeWithAssessment();
  const action = await agreed(store, id, 'jc03', { due: '2027-01-31' });
  const place = { entity: 'action', entityId: action, owner: null, register: 'due' } as const;
  await pullRows(store, [registerRow(place, [headBy('x1', '2027-02-28'), headBy('x2', '2027-03-31')])], []);
  expect(await listDisputes(store)).toMatchObject([{ kind: 'action', id: action, count: 1 }]);
  const { root } = await mountScreen(store, `/actions/${action}`);
  await until(() => root.querySelectorAll('.dispute-value').length === 2);
  await page.getByRole('button', { name: '用“2027-02-28”' }).click();
  await until(() => root.querySelector('.dispute') === null);
  expect((await readAction(store, action))?.record.due).toBe('2027-02-28');
  expect(await listDisputes(store)).toEqual([]);
});

test('[V35] [V36] a follow-up shows the clause with its old answer and the photo from before, and closes with a new one alone', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc03', 'a'));
  const action = await agreed(store, id, 'jc03');
  const [made] = value(await startFollowUp(store, { actions: [action], today })).assessments;
  const followUp = made ?? '';
  const { root } = await mountScreen(store, `/assessments/${followUp}/follow-up`);
  await until(() => root.querySelector('.old-answers') !== null && root.querySelector('[data-question="jc03"]') !== null);
  expect(root.querySelectorAll('[data-question]')).toHaveLength(1);
  await until(() => root.querySelectorAll('.before-after .picture img').length === 1);
  const close = (): HTMLButtonElement | undefined =>
    [...root.querySelectorAll('button')].find((button) => button.textContent.trim() === '销项');
  expect(close()?.disabled).toBe(true);
  value(await attachEvidence(store, followUp, 'jc03', photo(followUp, 5000, 9)));
  await until(() => close()?.disabled === false);
  close()?.click();
  await until(() => root.textContent.includes('1/1 项已销项'));
  expect(await readAction(store, action)).toMatchObject({ state: 'closed', proof: { assessment: followUp } });
  expect(await violations(root)).toEqual([]);
});

test('[V39] what is past its day stands first and in its own view, by this phone’s day; what is settled does not count', async () => {
  const { store, id } = await storeWithAssessment();
  await agreed(store, id, 'jc01', { title: '第三', due: '2999-01-01' });
  await agreed(store, id, 'jc02', { title: '第一', due: '2020-01-01' });
  const dropped = await agreed(store, id, 'jc03', { title: '取消', due: '2020-01-02' });
  value(await moveAction(store, dropped, { state: 'dropped', proof: null, reason: '产线已停' }));
  expect(await countDue(store, { today: '2020-01-01', soon: '2020-01-08' })).toEqual({ open: 2, overdue: 0, soon: 1 });
  expect(await countDue(store, { today: '2020-01-02', soon: '2020-01-09' })).toEqual({ open: 2, overdue: 1, soon: 0 });
  const { root } = await mountScreen(store, '/actions');
  const titles = (): readonly string[] => [...root.querySelectorAll('.action-row-title')].map(({ textContent }) => textContent);
  await until(() => titles().length === 2);
  expect(titles()).toEqual(['第一', '第三']);
  await page.getByText('已超期 1').click();
  await until(() => titles().length === 1);
  expect(titles()).toEqual(['第一']);
  await page.getByText('已了结 1').click();
  await until(() => titles()[0] === '取消');
  expect(await violations(root)).toEqual([]);
});

test('[V32] the page of a follow-up counts its clauses alone and leads to its actions', async () => {
  const { store, id } = await storeWithAssessment();
  const action = await agreed(store, id, 'jc03');
  const [made] = value(await startFollowUp(store, { actions: [action], today })).assessments;
  const { root } = await mountScreen(store, `/assessments/${made ?? ''}`);
  await until(() => root.textContent.includes('复查 1 项整改'));
  expect([...root.querySelectorAll('.section-row')]).toHaveLength(1);
  expect(root.querySelector('.section-row')?.textContent).toContain('0/1');
});
