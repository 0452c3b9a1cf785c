/** What is typed about values that contradict each other: kept until the decision is on the disk, and no longer than they do. */
import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveBeforeLock } from '#app/before-lock.ts';
import type { EntityKind, Head } from '#oplog/op.ts';
import type { Json } from '#shared/json.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { raiseFinding } from '#store/commands/raise-finding.ts';
import { dropEndedDisputeTexts, keepFormDraft } from '#store/commands/remember-place.ts';
import { readEnterprise } from '#store/queries/read-enterprise.ts';
import { readFormDraft } from '#store/queries/read-place.ts';
import type { DisputeText } from '#store/rows.ts';
import type { Store } from '#store/store.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { plannedVisit } from '../app/planned-visit.ts';
import { headBy, pullRows, registerRow } from '../store/pull-rows.ts';
import { enterprise, photo, value } from '../store/test-store.ts';
import { boxed, die, kept } from './kept.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

const words = '看了任命文件，写的是分管副总';
const { code } = enterprise();
const reasonBox = (at = 0) => page.getByPlaceholder('例如：现场看了设备台账').nth(at);

type Place = { readonly entity: EntityKind; readonly entityId: string; readonly owner: string | null; readonly register: string };

/** As the server folds them, and as it folds what ends them. */
async function say(store: Store, place: Place, heads: readonly Head[]): Promise<void> {
  await pullRows(store, [registerRow(place, heads)], [{ person: 'x1', name: '欧阳建国' }]);
}

async function contradicted(store: Store, place: Place, values: readonly Json[]): Promise<readonly Head[]> {
  const heads = values.map((each, at) => headBy(`x${String(at + 1)}`, each));
  await say(store, place, heads);
  return heads;
}

const answerOf = (id: string, path = 'jc03'): Place => ({
  entity: 'assessment',
  entityId: id,
  owner: id,
  register: `self/${path}`,
});
const firmOf = (register: string): Place => ({ entity: 'enterprise', entityId: code, owner: null, register });
const textOf = ({ entityId, register }: Place, part: DisputeText['part'] = 'reason'): DisputeText => ({
  part,
  entityId,
  register,
});

/** A disk on which nothing of the log can be written, and what was typed can. */
function fullDisk(store: Store) {
  let full = true;
  const run: Store['gate']['run'] = (work) =>
    full ? Promise.reject(new DOMException('no room', 'QuotaExceededError')) : store.gate.run(work);
  const failing: Store = { ...store, gate: { ...store.gate, run } };
  const mend = (): void => {
    full = false;
  };
  return { failing, mend };
}

const choose = (root: HTMLElement): void => root.querySelector<HTMLElement>('.dispute-value .button')?.click();

async function reasonsOf(store: Store): Promise<readonly (string | null)[]> {
  return (await store.reader.allOwnOps()).flatMap(({ op }) => (op.kind === 'resolve' ? [op.reason] : []));
}

test('[U119] why one of two answers is right outlives the page and a write that fails, and is gone once the decision is on the disk', async () => {
  const { store, id } = await storeWithAssessment();
  const place = answerOf(id);
  await contradicted(store, place, ['c', 'a']);
  const form = textOf(place);
  await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await reasonBox().fill(words);
  await kept(store, form, words);
  die();
  const { failing, mend } = fullDisk(store);
  const { root } = await mountScreen(failing, `/assessments/${id}/q/jc_plan`);
  await until(() => boxed(words));
  choose(root);
  await until(() => root.querySelector('.save-failed') !== null);
  expect(await readFormDraft(store, form)).toMatchObject({ text: words });
  expect(boxed(words)).toBe(true);
  mend();
  choose(root);
  await until(() => root.querySelector('.dispute') === null);
  await kept(store, form, null);
  expect(await reasonsOf(store)).toEqual([words]);
});

test('[U119] of a firm, a visit, an action and a caption too the reason waits for the decision, and the failure is said', async () => {
  const { store, id } = await storeWithAssessment();
  const visit = await plannedVisit(store);
  const { evidenceId } = value(await attachEvidence(store, id, 'jc03', photo(id, 5000, 7)));
  const plan = { title: '补录台账', ownerName: null, due: '2026-12-31', gain: null, before: [] };
  const found = { question: null, severity: 'major', text: '台账与现场不符', photos: [], action: plan } as const;
  const action = value(await raiseFinding(store, id, found)).actionId ?? '';
  const cases: readonly (readonly [Place, readonly Json[], string])[] = [
    [firmOf('contact'), ['李主任', '王主任'], `/enterprises/${code}`],
    [{ entity: 'visit', entityId: visit, owner: visit, register: 'time' }, ['09:00', '10:00'], `/visits/${visit}`],
    [{ entity: 'action', entityId: action, owner: action, register: 'title' }, ['换网关', '修网关'], `/actions/${action}`],
    [
      { entity: 'evidence', entityId: evidenceId, owner: id, register: 'caption' },
      ['看板', '大屏'],
      `/assessments/${id}/q/jc_plan`,
    ],
  ];
  for (const [place, values, address] of cases) {
    await contradicted(store, place, values);
    const { failing, mend } = fullDisk(store);
    const { root, unmount } = await mountScreen(failing, address);
    if (place.entity === 'evidence') {
      await until(() => root.querySelector('.evidence-open') !== null);
      root.querySelector<HTMLElement>('.evidence-open')?.click();
    }
    await until(() => root.querySelector('.dispute') !== null);
    const because = `${words}（${place.entity}）`;
    await reasonBox().fill(because);
    await kept(store, textOf(place), because);
    choose(root);
    await until(() => document.body.textContent.includes('手机存储已满'));
    expect([place.entity, boxed(because)]).toEqual([place.entity, true]);
    expect(await readFormDraft(store, textOf(place))).toMatchObject({ text: because });
    mend();
    choose(root);
    await until(() => root.querySelector('.dispute') === null);
    await kept(store, textOf(place), null);
    expect((await reasonsOf(store)).at(-1)).toBe(because);
    unmount();
  }
});

test('[U119] a third answer and somebody else’s decision end what was typed; another value that joins does not', async () => {
  const { store, id } = await storeWithAssessment();
  const place = answerOf(id);
  const heads = await contradicted(store, place, ['c', 'a']);
  const first = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await reasonBox().fill(words);
  await kept(store, textOf(place), words);
  first.unmount();
  await say(store, place, [...heads, headBy('x3', 'd')]);
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => boxed(words));
  root.querySelector<HTMLInputElement>('input[name="jc03"][value="b"]')?.click();
  await until(() => root.querySelector('.dispute') === null);
  await kept(store, textOf(place), null);
  expect(await reasonsOf(store)).toEqual([words]);
  unmount();
  // On screen when somebody else decides.
  const other = answerOf(id, 'jc04');
  await contradicted(store, other, ['c', 'a']);
  const second = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => second.root.querySelector('.dispute') !== null);
  expect(boxed(words)).toBe(false);
  await reasonBox().fill(words);
  await kept(store, textOf(other), words);
  await say(store, other, [headBy('x1', 'a', { kind: 'resolve' })]);
  await until(() => second.root.querySelector('.dispute') === null);
  await kept(store, textOf(other), null);
});

test('[U119] what was decided elsewhere while no screen showed it takes its reason along at the next start, and the next contradiction begins blank', async () => {
  const { store, id } = await storeWithAssessment();
  const [open, over] = [answerOf(id, 'jc03'), answerOf(id, 'jc04')];
  const [head] = await contradicted(store, open, ['c', 'a']);
  const [old] = await contradicted(store, over, ['c', 'a']);
  for (const [place, beside] of [
    [open, head],
    [over, old],
  ] as const)
    value(await keepFormDraft(store, textOf(place), { text: words, beside: [beside?.hash ?? ''] }));
  await say(store, over, [headBy('x1', 'a', { kind: 'resolve' })]);
  value(await dropEndedDisputeTexts(store));
  expect(await readFormDraft(store, textOf(over))).toBeNull();
  expect(await readFormDraft(store, textOf(open))).toMatchObject({ text: words });
  const keys = (await store.db.meta.toArray()).map(({ key }) => key).join();
  expect(keys).not.toContain('jc03');
  // Ended and begun anew between two looks: the words were about others.
  await contradicted(store, open, ['b', 'd']);
  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('.dispute') !== null);
  // Whoever saves has read first.
  expect(await saveBeforeLock()).toBe(true);
  expect(boxed(words)).toBe(false);
  await reasonBox().fill('社保名单');
  await kept(store, textOf(open), '社保名单');
});

test('[U119] reasons of two contradictions stay apart, and what arrives meanwhile takes no box away', async () => {
  const { store } = await storeWithAssessment();
  const visit = await plannedVisit(store);
  const place = (register: string): Place => ({ entity: 'visit', entityId: visit, owner: visit, register });
  await contradicted(store, place('time'), ['09:00', '10:00']);
  const { root } = await mountScreen(store, `/visits/${visit}`);
  await until(() => root.querySelectorAll('.dispute').length === 1);
  await reasonBox().fill('企业上午开会');
  const box = reasonBox().element();
  await contradicted(store, place('note'), ['带报告', '带台账']);
  await until(() => root.querySelectorAll('.dispute').length === 2);
  expect(box.isConnected).toBe(true);
  expect(boxed('企业上午开会')).toBe(true);
  const other = [...root.querySelectorAll<HTMLInputElement>('.dispute input')].find((input) => input !== box);
  if (other === undefined) throw new Error('no second box');
  await page.elementLocator(other).fill('去年没带全');
  await kept(store, textOf(place('note')), '去年没带全');
  const card = box.closest<HTMLElement>('.dispute');
  if (card === null) throw new Error('no card');
  choose(card);
  await until(() => root.querySelectorAll('.dispute').length === 1);
  expect(await reasonsOf(store)).toEqual(['企业上午开会']);
  await kept(store, textOf(place('time')), null);
  expect(await readFormDraft(store, textOf(place('note')))).toMatchObject({ text: '去年没带全' });
});

test('[U119] a third value half typed for a firm outlives the page, waits for a disk with room, and is written on leaving the box', async () => {
  const { store } = await storeWithAssessment();
  const place = firmOf('headcount');
  const form = textOf(place, 'third');
  await contradicted(store, place, [120, 125]);
  // Chromium tells a box that it is left when it is taken away, which the death of a page does not.
  await mountScreen(fullDisk(store).failing, `/enterprises/${code}`);
  const box = () => page.getByRole('textbox', { name: '从业人员' });
  await box().fill('130');
  await kept(store, form, '130');
  die();
  const { failing, mend } = fullDisk(store);
  const { root } = await mountScreen(failing, `/enterprises/${code}`);
  await until(() => boxed('130'));
  expect(await violations(root)).toEqual([]);
  await reasonBox().fill('社保名单');
  await box().click();
  await reasonBox().click();
  await until(() => document.body.textContent.includes('手机存储已满'));
  expect(await readFormDraft(store, form)).toMatchObject({ text: '130' });
  mend();
  await box().click();
  await reasonBox().click();
  await until(() => root.querySelector('.dispute') === null);
  expect((await readEnterprise(store, code))?.headcount).toBe(130);
  expect(await reasonsOf(store)).toEqual(['社保名单']);
  await kept(store, form, null);
});

test('[U119] a third value half typed when somebody else decides goes with its box, and is not written over the decision', async () => {
  const { store } = await storeWithAssessment();
  const place = firmOf('contact');
  await contradicted(store, place, ['李主任', '王主任']);
  const { root } = await mountScreen(store, `/enterprises/${code}`);
  await page.getByRole('textbox', { name: '联系人' }).fill('赵');
  await kept(store, textOf(place, 'third'), '赵');
  await say(store, place, [headBy('x1', '王主任', { kind: 'resolve' })]);
  await until(() => root.querySelector('.dispute') === null);
  await kept(store, textOf(place, 'third'), null);
  expect(await reasonsOf(store)).toEqual([]);
  expect((await readEnterprise(store, code))?.contact).toBe('王主任');
});
