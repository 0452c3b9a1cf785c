import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { addRow } from '#store/commands/change-rows.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readFormDraft } from '#store/queries/read-place.ts';
import { readSignatures } from '#store/queries/read-signatures.ts';
import { readVisit } from '#store/queries/read-visit.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Store } from '#store/store.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until } from '../app/mount.ts';
import { plannedVisit } from '../app/planned-visit.ts';
import { headBy, pullRows, registerRow } from '../store/pull-rows.ts';
import { photo, value } from '../store/test-store.ts';
import { compiled } from './form-fixture.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

const button = (name: string) => page.getByRole('button', { name });

async function kept(store: Store, form: string, words: string | null): Promise<void> {
  const holds = async (): Promise<boolean> => {
    const draft = await readFormDraft(store, form);
    return words === null ? draft === null : JSON.stringify(draft).includes(words);
  };
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Nothing of the page says goodbye. */
function die(): void {
  document.body.replaceChildren();
}

function boxed(text: string): boolean {
  return [...document.querySelectorAll('input')].some((input) => input.value === text);
}

test('[U113] the reason of a check-in outlives the page, and is gone once it is in the record', async () => {
  const { store } = await storeWithAssessment();
  const id = await plannedVisit(store);
  const words = '门卫不让带手机进厂，定位在厂区外二百米';
  await mountScreen(store, `/visits/${id}?arrive=1`);
  await page.getByLabelText('没有准确位置的原因').fill(words);
  await kept(store, `check/${id}/in`, words);
  die();
  await mountScreen(store, `/visits/${id}?arrive=1`);
  await until(() => boxed(words));
  await page.getByRole('button', { name: '签到', exact: true }).click();
  await until(() => document.querySelector('dialog[open]') === null);
  expect((await readVisit(store, id))?.checkIn?.reason).toBe(words);
  await kept(store, `check/${id}/in`, null);
});

test('[U113] somebody half entered outlives the page; each one who is in makes room for the next', async () => {
  const { store } = await storeWithAssessment();
  const id = await plannedVisit(store);
  await mountScreen(store, `/visits/${id}`);
  await button('登记一人').click();
  await page.getByLabelText('姓名').fill('欧阳建国');
  await page.getByLabelText(/职务或部门/).fill('数字化车间主任');
  await page.getByText('一线', { exact: true }).click();
  await kept(store, `participant/${id}`, 'front-line');
  die();
  await mountScreen(store, `/visits/${id}`);
  await button('登记一人').click();
  await until(() => boxed('欧阳建国') && boxed('数字化车间主任'));
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await until(() => document.querySelector('.participant-list') !== null);
  expect((await readVisit(store, id))?.participants).toMatchObject([{ name: '欧阳建国', role: 'front-line' }]);
  await kept(store, `participant/${id}`, null);
  await page.getByLabelText('姓名').fill('李工');
  await kept(store, `participant/${id}`, '李工');
});

test('[U113] the name of who signs and the reason of who does not outlive the page', async () => {
  const { store, id } = await storeWithAssessment();
  const words = '负责人出差，电话里确认过全部内容';
  await mountScreen(store, `/assessments/${id}`);
  await button('完成填写').click();
  await page.getByLabelText('其他原因，写在下面').click();
  await page.getByRole('textbox').fill(words);
  await kept(store, `unsigned/${id}`, words);
  await button('企业签字').click();
  await page.getByLabelText('签字人姓名').fill('欧阳建国');
  await kept(store, `signature/${id}/firm`, '欧阳建国');
  die();
  await mountScreen(store, `/assessments/${id}`);
  await button('完成填写').click();
  await until(() => boxed(words));
  await button('企业签字').click();
  await until(() => boxed('欧阳建国'));
  await button('关闭').last().click();
  await button('确认完成').click();
  await until(() => document.querySelector('dialog[open]') === null);
  expect((await readSignatures(store, id)).reason).toBe(words);
  await kept(store, `unsigned/${id}`, null);
  await kept(store, `signature/${id}/firm`, '欧阳建国');
});

test('[U113] a caption in the making outlives the page and is written on closing', async () => {
  const { store, id } = await storeWithAssessment();
  const { evidenceId } = value(await attachEvidence(store, id, 'jc03', photo(id, 5000, 7)));
  const words = '三号线采集网关，铭牌朝北';
  const first = await mountScreen(store, `/assessments/${id}/q/jc_plan?at=jc03`);
  await until(() => first.root.querySelector('.evidence-open') !== null);
  first.root.querySelector<HTMLElement>('.evidence-open')?.click();
  await page.getByLabelText('说明', { exact: true }).fill(words);
  await kept(store, `caption/${evidenceId}`, words);
  die();
  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan?at=jc03`);
  await until(() => root.querySelector('.evidence-open') !== null);
  root.querySelector<HTMLElement>('.evidence-open')?.click();
  await until(() => boxed(words));
  await button('关闭').click();
  await kept(store, `caption/${evidenceId}`, null);
  expect((await readAssessment(store, id))?.evidence).toMatchObject([{ caption: words }]);
  // Leaving the box and closing are one writing.
  const written = (await store.reader.allOwnOps()).filter(({ op }) => op.field === 'caption');
  expect(written).toHaveLength(1);
});

test('[U113] why one of two answers is right outlives the page, and is gone with the decision', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc03', 'c'));
  const register = 'self/jc03';
  const own = await store.reader.register({ entityId: id as EntityId, register });
  const heads = [...(own?.heads ?? []), headBy('other-person', 'a')];
  const place = { entity: 'assessment', entityId: id, owner: id, register } as const;
  await pullRows(store, [registerRow(place, heads)], [{ person: 'other-person', name: '欧阳建国' }]);
  const form = `dispute/${heads
    .map(({ hash }) => hash)
    .toSorted()
    .join('/')}`;
  const words = '看了任命文件，写的是分管副总';
  await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await page.getByPlaceholder('例如：现场看了设备台账').fill(words);
  await kept(store, form, words);
  die();
  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => boxed(words));
  root.querySelector<HTMLElement>('.dispute-value .button')?.click();
  await until(() => root.querySelector('.dispute') === null);
  await kept(store, form, null);
  const settled = (await store.reader.allOwnOps()).find(({ op }) => op.kind === 'resolve');
  expect(settled?.op.reason).toBe(words);
});

test('[U34] a dictation is on the disk while it goes on, half-typed pinyin is not', async () => {
  const { store, id } = await storeWithAssessment();
  const { rowId } = value(await addRow(store, id, 'key_processes'));
  const path = `key_processes/${rowId}/key_process_name`;
  const section = compiled.sections.find(({ children }) => children.some((node) => node.kind === 'repeat'))?.name ?? '';
  const { root } = await mountScreen(store, `/assessments/${id}/q/${section}?at=${path}`);
  const box = (): HTMLInputElement | null => root.querySelector(`#text-key_processes-${rowId}-key_process_name`);
  await until(() => box() !== null);
  const compose = (data: string): void => {
    const input = box();
    if (input === null) throw new Error('no box');
    input.value = data;
    input.dispatchEvent(new InputEvent('input', { data, isComposing: true, bubbles: true, inputType: 'insertCompositionText' }));
  };
  const stored = async () => (await readAssessment(store, id))?.answers.rows['key_processes']?.[0]?.values['key_process_name'];
  box()?.focus();
  compose('冲压与剪切');
  while ((await stored()) !== '冲压与剪切') await new Promise((resolve) => setTimeout(resolve, 10));
  compose('冲压与剪切han jie');
  document.dispatchEvent(new Event('visibilitychange'));
  value(await setAnswer(store, id, 'jc03', 'c'));
  expect(await stored()).toBe('冲压与剪切');
  compose('冲压与剪切焊接');
  while ((await stored()) !== '冲压与剪切焊接') await new Promise((resolve) => setTimeout(resolve, 10));
});
