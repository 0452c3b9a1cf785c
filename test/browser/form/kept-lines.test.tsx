import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveBeforeLock } from '#app/before-lock.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { addRow } from '#store/commands/change-rows.ts';
import { raiseFinding } from '#store/commands/raise-finding.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readFindings } from '#store/queries/read-findings.ts';
import { readSignatures } from '#store/queries/read-signatures.ts';
import { readVisit } from '#store/queries/read-visit.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { plannedVisit } from '../app/planned-visit.ts';
import { photo, value } from '../store/test-store.ts';
import { compiled } from './form-fixture.ts';
import { boxed, die, kept } from './kept.ts';
import { realPhoto } from './real-photo.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

const button = (name: string) => page.getByRole('button', { name });

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

test('[U113] what is drawn on a photo and the words for it outlive the page, until the copy is on the disk', async () => {
  const { store, id } = await storeWithAssessment();
  const { evidenceId } = value(await attachEvidence(store, id, 'jc03', await realPhoto(id)));
  const form = `drawing/${evidenceId}`;
  const [placed, typed] = ['三号线采集网关', '铭牌朝北'];
  const openEditor = async (root: HTMLElement): Promise<void> => {
    await until(() => root.querySelector('.evidence-open') !== null);
    root.querySelector<HTMLElement>('.evidence-open')?.click();
    await button('标注、打码、裁正').click();
    await until(() => document.querySelector('.editor-picture > svg') !== null);
  };
  await openEditor((await mountScreen(store, `/assessments/${id}/q/jc_plan?at=jc03`)).root);
  await page.getByRole('button', { name: '文字' }).click();
  await page.getByLabelText('要写的文字').fill(placed);
  const layer = document.querySelector<SVGSVGElement>('.editor-picture > svg');
  if (layer === null) throw new Error('no layer');
  layer.setPointerCapture = () => undefined;
  const box = layer.getBoundingClientRect();
  for (const type of ['pointerdown', 'pointerup']) {
    const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    layer.dispatchEvent(new PointerEvent(type, { ...at, pointerId: 1, isPrimary: true, bubbles: true }));
  }
  await page.getByLabelText('要写的文字').fill(typed);
  await kept(store, form, placed);
  await kept(store, form, typed);
  die();
  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan?at=jc03`);
  await openEditor(root);
  await until(() => boxed(typed) && document.querySelector('.editor-picture text')?.textContent === placed);
  expect(document.querySelector('.editor')?.textContent).toContain('上次填了没保存');
  expect(await violations(document.body)).toEqual([]);
  await button('存为副本').click();
  await kept(store, form, null);
  expect((await readAssessment(store, id))?.evidence.map(({ record }) => record.derivedFrom)).toContain(evidenceId);
});

test('[U113] why a finding is withdrawn is kept until that can no longer be taken back', async () => {
  const { store, id } = await storeWithAssessment();
  const found = { question: 'jc03', severity: 'major', text: '设备台账与现场不符', photos: [], action: null } as const;
  const { findingId } = value(await raiseFinding(store, id, found));
  const words = '企业当场出示了补录的台账';
  const { root } = await mountScreen(store, `/assessments/${id}/findings`);
  await button('撤回').click();
  await page.getByLabelText('原因').fill(words);
  await kept(store, `reason/${findingId}`, words);
  await button('确定').click();
  await until(() => document.querySelector('dialog[open]') === null && root.querySelector('.finding-line') === null);
  expect(await readFindings(store, id)).toHaveLength(1);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await button('撤回').click();
  await until(() => boxed(words));
  await button('确定').click();
  await until(() => root.querySelector('.finding-line') === null);
  expect(await saveBeforeLock()).toBe(true);
  await kept(store, `reason/${findingId}`, null);
  expect(await readFindings(store, id)).toEqual([]);
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
