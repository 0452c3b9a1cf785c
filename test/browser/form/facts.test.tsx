import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readFacts } from '#definition/facts.ts';
import { currentValue } from '#oplog/register.ts';
import type { EntityId } from '#shared/ids.ts';
import { saveFacts } from '#store/commands/keep-reference.ts';
import { setAnswer, setAnswers } from '#store/commands/set-answer.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { listAdopted, listFirmAnswers } from '#store/queries/read-facts.ts';
import type { Store } from '#store/store.ts';
import smeDigitalLevel from '../../../survey-definitions/sme-digital-level/2024.yaml?raw';
import factsYaml from '../../../survey-definitions/facts.yaml?raw';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { value } from '../store/test-store.ts';
import { compileText } from './form-fixture.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

const smeHash = 'a'.repeat(64);
const sme = compileText(smeDigitalLevel);

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

/** A firm whose first assessment has been filled, and a second one, of another instrument, that is blank. */
async function twoAssessments(): Promise<{ readonly store: Store; readonly filled: string; readonly blank: string }> {
  const { store, id } = await storeWithAssessment();
  const { id: definition, edition, title, minutes } = sme;
  await store.db.definitions.put({
    hash: smeHash,
    id: definition,
    edition,
    title,
    latest: 1,
    minutes,
    body: JSON.stringify(sme),
  });
  const dictionary = readFacts(factsYaml);
  if (dictionary.kind === 'invalid') throw new Error(dictionary.problems.join());
  value(await saveFacts(store, dictionary.facts));
  const enterprise = (await readAssessment(store, id))?.record.enterprise ?? '';
  const { assessmentId } = value(await startAssessment(store, { enterprise, definition: smeHash }));
  for (const [path, answer] of [
    ['equipment_total', 50],
    ['equipment_networked', 20],
    ['headcount_last', 320],
  ] as const) {
    value(await setAnswer(store, assessmentId, path, answer));
  }
  return { store, filled: assessmentId, blank: id };
}

async function answer(store: Store, id: string, path: string): Promise<unknown> {
  return (await readAssessment(store, id))?.answers.values[path] ?? null;
}

/** The op that wrote a question's answer last. */
async function headOf(store: Store, id: string, path: string) {
  const register = await store.reader.register({ entityId: id as EntityId, register: `self/${path}` });
  const current = currentValue({ heads: register?.heads ?? [] });
  if (current.kind !== 'clean') throw new Error(`${path} is ${current.kind}`);
  const [own] = await store.reader.ownOps([current.head.hash]);
  return own?.op;
}

function sectionOf(store: { readonly root: HTMLElement }, question: string): HTMLElement | null {
  return store.root.querySelector<HTMLElement>(`[data-fact="${question}"]`);
}

test('[U70] a known fact is offered with value, source, date and age, taken over by one tap with its source, and can be undone', async () => {
  const { store, filled, blank } = await twoAssessments();
  const mounted = await mountScreen(store, `/assessments/${blank}/q/jc_equipment?at=equipment_total`);
  await until(() => sectionOf(mounted, 'equipment_total') !== null);
  const line = sectionOf(mounted, 'equipment_total');
  expect(line?.textContent).toContain('已知：50 台');
  expect(line?.textContent).toContain(sme.title);
  expect(line?.textContent).toContain('不到 1 个月');
  expect(await answer(store, blank, 'equipment_total')).toBeNull();
  const button = line?.querySelector('button');
  expect(button?.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  expect(await violations(mounted.root)).toEqual([]);
  button?.click();
  await until(() => sectionOf(mounted, 'equipment_total') === null);
  await expect.poll(() => answer(store, blank, 'equipment_total')).toBe(50);
  const source = await headOf(store, filled, 'equipment_total');
  expect((await headOf(store, blank, 'equipment_total'))?.basis).toEqual({
    fact: 'equipment_total',
    period: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    op: source?.hash,
    assessment: filled,
  });
  await page.getByRole('button', { name: '撤销' }).click();
  await expect.poll(() => answer(store, blank, 'equipment_total')).toBeNull();
  await until(() => sectionOf(mounted, 'equipment_total') !== null);
});

test('[U71] a value that is typed again has no source, even when it is the same', async () => {
  const { store, blank } = await twoAssessments();
  const basis = { fact: 'equipment_total', period: '2026-01-01', op: null, assessment: 'other' };
  value(await setAnswer(store, blank, 'equipment_total', 50, basis));
  expect(await listAdopted(store, blank, ['equipment_total', 'equipment_networked'])).toEqual([
    { path: 'equipment_total', basis },
  ]);
  value(await setAnswer(store, blank, 'equipment_total', null));
  value(await setAnswer(store, blank, 'equipment_total', 50));
  expect(await listAdopted(store, blank, ['equipment_total'])).toEqual([]);
});

test('[U72] the overview takes over all that is not expired as one step, and takes it back as one', async () => {
  const { store, blank } = await twoAssessments();
  const { root } = await mountScreen(store, `/assessments/${blank}`);
  await until(() => root.textContent.includes('可沿用 3 题'));
  expect(await violations(root)).toEqual([]);
  await page.getByRole('button', { name: '全部采用（3 题）' }).click();
  await until(() => root.textContent.includes('已为您省下 3 题'));
  const ops = await Promise.all(
    ['equipment_total', 'equipment_networked', 'headcount'].map((path) => headOf(store, blank, path)),
  );
  expect(ops.map((op) => op?.value)).toEqual([50, 20, 320]);
  expect(new Set(ops.map((op) => op?.step)).size).toBe(1);
  await page.getByRole('button', { name: '撤回沿用的 3 题' }).click();
  await until(() => root.textContent.includes('可沿用 3 题') && !root.textContent.includes('已为您省下'));
  expect(await answer(store, blank, 'headcount')).toBeNull();
});

test('[U104] what was taken over on another phone counts, as long as it stands', async () => {
  const { store, blank } = await twoAssessments();
  // As they come from another phone: what this one holds does not say where they are from.
  value(await setAnswer(store, blank, 'equipment_total', 50));
  value(await setAnswer(store, blank, 'equipment_networked', 20));
  const adopted = await Promise.all(
    ['equipment_total', 'equipment_networked'].map(async (path) => ({ path, hash: (await headOf(store, blank, path))?.hash })),
  );
  value(await setAnswer(store, blank, 'equipment_networked', 21));
  await store.db.assessments.update(blank, { mine: 0 });
  const answered = vi
    .spyOn(window, 'fetch')
    .mockImplementation((url) =>
      Promise.resolve(url === `/api/assessments/${blank}/adopted` ? Response.json({ adopted }) : Response.error()),
    );
  const { root } = await mountScreen(store, `/assessments/${blank}`);
  await until(() => root.textContent.includes('已为您省下 1 题'));
  expect(answered.mock.calls.map(([url]) => url)).toContain(`/api/assessments/${blank}/adopted`);
  answered.mockRestore();
});

test('[U72] an expired value is told as such and not among those taken over together', async () => {
  const { store, filled, blank } = await twoAssessments();
  // The visit of the filled one lies years back.
  await store.db.assessments.update(filled, { createdAt: '2020-03-01T02:00:00.000Z' });
  const { root, go } = await mountScreen(store, `/assessments/${blank}`);
  await until(() => root.textContent.includes('另有 2 题的数已过期'));
  expect(root.textContent).not.toContain('可沿用');
  go(`/assessments/${blank}/q/jc_equipment?at=equipment_total`);
  await until(() => root.querySelector('[data-fact="equipment_total"]') !== null);
  expect(root.querySelector('[data-fact="equipment_total"]')?.textContent).toContain('已过期，请先核实');
  expect(await violations(root)).toEqual([]);
});

test('[U73] voided assessments and other firms are no source', async () => {
  const { store, filled, blank } = await twoAssessments();
  const enterprise = (await readAssessment(store, blank))?.record.enterprise ?? '';
  expect((await listFirmAnswers(store, enterprise, blank)).map(({ assessment }) => assessment)).toEqual([filled]);
  await store.db.assessments.update(filled, { state: 'voided' });
  expect(await listFirmAnswers(store, enterprise, blank)).toEqual([]);
  expect(await listFirmAnswers(store, '91420100MA4KABCD9Z', blank)).toEqual([]);
});

test('[T33] several answers are one step: all or none', async () => {
  const { store, blank } = await twoAssessments();
  const before = (await store.reader.meta()).written;
  value(
    await setAnswers(store, blank, [
      { path: 'jc01', value: 5, basis: null },
      { path: 'jc02', value: 6, basis: null },
      { path: 'jc05', value: null, basis: null },
    ]),
  );
  expect((await store.reader.meta()).written - before).toBe(2);
});

test('[U74] what an instrument is can be read from the stored edition, with fidelity words, and has no axe violation', async () => {
  const { store } = await twoAssessments();
  const { root, go } = await mountScreen(store, `/definitions/${smeHash}`);
  await until(() => root.textContent.includes(sme.caution));
  for (const part of [sme.purpose, sme.audience, ...sme.method, ...sme.notes, ...sme.sources.map(({ title }) => title)])
    expect(root.textContent).toContain(part);
  for (const section of sme.sections) expect(root.textContent).toContain(section.label);
  expect(root.textContent).toContain('本工具参考口径，不是国家标准');
  expect(await violations(root)).toEqual([]);
  go(`/definitions/${'b'.repeat(64)}`);
  await until(() => root.textContent.includes('这份评估还没有下载到本机'));
});

test('[U105] two editions on the phone are compared question by question, from the older to the newer', async () => {
  const { store } = await twoAssessments();
  const later = compileText(
    smeDigitalLevel
      .replace("edition: '2024'", "edition: '2099'")
      .replace('label: 产品设计（约束性场景）', 'label: 产品设计和验证（约束性场景）')
      .replace('caution: 自测参考。', 'caution: 只作自测参考。'),
  );
  const laterHash = 'c'.repeat(64);
  const { id, edition, title, minutes } = later;
  const body = JSON.stringify(later);
  await store.db.definitions.put({ hash: laterHash, id, edition, title, latest: 1, minutes, body });
  const { root, go } = await mountScreen(store, `/definitions/${laterHash}`);
  const between = '2024 版到 2099 版，改了什么';
  await until(() => root.textContent.includes(between));
  expect(root.textContent).toContain('有 1 题不同');
  expect(root.textContent).toContain('产品设计和验证（约束性场景）');
  expect(root.textContent).toContain('改了：题面');
  expect(root.textContent).toContain('1 处说明不同');
  expect(await violations(root)).toEqual([]);
  // Read from the older one, it is still what the newer one changed.
  go(`/definitions/${smeHash}`);
  await until(() => !root.textContent.includes('只作自测参考') && root.textContent.includes(between));
  expect(root.textContent).toContain('产品设计和验证（约束性场景）');
});
