/** What one save costs, counted: no time is asserted. */
import { expect, test } from 'vitest';
import type { AssessmentState } from '#domain/assessment.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { voidAssessment } from '#store/commands/change-workflow.ts';
import { openStore } from '#store/open-store.ts';
import { countOpen, listAssessments } from '#store/queries/list-assessments.ts';
import { prepareAnswers } from '#store/queries/prepare-answers.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import type { Store } from '#store/store.ts';
import { counted } from './counted.ts';
import { newAssessment, newStore, value } from './test-store.ts';

/** The tip's recheck, and one row each for tip, op, register and header. */
const oneSave = ['get meta', 'put meta', 'put ops', 'put registers', 'put assessments'];

function secondTab({ profile, codec, keys, clock, random, db }: Store): Promise<Store> {
  return openStore({
    profile,
    database: db.name,
    codec,
    keys,
    clock,
    random,
    firstDevice: () => Promise.reject(new Error('not asked')),
  });
}

async function answered(store: Store, count: number): Promise<string> {
  const id = await newAssessment(store);
  for (let index = 0; index < count; index += 1) value(await setAnswer(store, id, `q${index}`, index));
  return id;
}

test('[T30] an answer costs five requests and two encryptions, and opens nothing, however much is stored and unsent', async () => {
  for (const size of [1, 120]) {
    const store = await newStore();
    const id = await answered(store, size);
    await prepareAnswers(store, id);
    const known = await counted(() => setAnswer(store, id, 'q0', 'changed'));
    expect(known).toEqual({ requests: oneSave, encrypted: 2, decrypted: 0 });
    const neverAnswered = await counted(() => setAnswer(store, id, 'new', 1));
    expect(neverAnswered).toEqual({ requests: oneSave, encrypted: 2, decrypted: 0 });
  }
});

test('[T30] a tab that has prepared nothing reads what it needs once', async () => {
  const store = await newStore();
  const id = await answered(store, 3);
  const tab = await secondTab(store);
  const first = await counted(() => setAnswer(tab, id, 'q0', 'a'));
  expect(first.requests.slice(0, -oneSave.length)).toEqual(['get meta', 'get assessments', 'get registers', 'get registers']);
  const second = await counted(() => setAnswer(tab, id, 'q0', 'b'));
  expect(second.requests).toEqual(oneSave);
});

test('[T31] what this tab wrote it does not open again to show it', async () => {
  const store = await newStore();
  const id = await answered(store, 40);
  await readAssessment(store, id);
  const shown = await counted(async () => {
    value(await setAnswer(store, id, 'q7', 'changed'));
    expect((await readAssessment(store, id))?.answers.values['q7']).toBe('changed');
  });
  // The header alone: it is opened at each read.
  expect(shown.decrypted).toBe(1);
});

test('[T32] another tab wrote: a prepared tab decides again and names what the other wrote', async () => {
  const store = await newStore();
  const id = await answered(store, 3);
  await prepareAnswers(store, id);
  const tab = await secondTab(store);
  await prepareAnswers(tab, id);
  value(await setAnswer(tab, id, 'q1', 'theirs'));
  value(await setAnswer(store, id, 'q1', 'mine'));
  const view = await readAssessment(tab, id);
  expect(view?.answers.values['q1']).toBe('mine');
  expect(view?.conflicts).toEqual([]);
  expect(verifyChain((await store.reader.allOwnOps()).map(({ op }) => op))).toBeNull();
});

test('[T32] a value that is the saved one only in memory is written', async () => {
  const store = await newStore();
  const id = await answered(store, 2);
  await prepareAnswers(store, id);
  const tab = await secondTab(store);
  value(await setAnswer(tab, id, 'q1', 'theirs'));
  value(await setAnswer(store, id, 'q1', 1));
  expect((await readAssessment(tab, id))?.answers.values['q1']).toBe(1);
});

test('[T32] a draft that another tab voided takes no answer', async () => {
  const store = await newStore();
  const id = await answered(store, 1);
  await prepareAnswers(store, id);
  const tab = await secondTab(store);
  value(await voidAssessment(tab, id, '重复'));
  expect(await setAnswer(store, id, 'q0', 'late')).toMatchObject({
    kind: 'refused',
    problem: { code: 'assessment.not-editable' },
  });
});

test('[T32] a write that found another tip leaves nothing of itself', async () => {
  const store = await newStore();
  const id = await answered(store, 1);
  await prepareAnswers(store, id);
  const tab = await secondTab(store);
  value(await setAnswer(tab, id, 'q0', 'theirs'));
  const before = await store.db.ops.count();
  const cost = await counted(() => setAnswer(store, id, 'q0', 'mine'));
  expect(cost.requests.filter((request) => request === 'put ops')).toHaveLength(2);
  expect(await store.db.ops.count()).toBe(before + 1);
  expect(await store.db.ops.where('[offered+owner]').equals([1, id]).count()).toBe(before);
});

test('[T34] a list reads an edition once for its title, and none that no assessment is of', async () => {
  const store = await newStore();
  await newAssessment(store);
  await store.db.definitions.put({
    hash: 'e'.repeat(64),
    id: 'other',
    edition: '1',
    title: '其他',
    latest: 1,
    minutes: 60,
    body: '{}',
  });
  const first = await counted(async () => {
    expect((await listAssessments(store)).map(({ title }) => title)).toEqual(['两化融合']);
  });
  expect(first.requests.filter(isOfDefinitions)).toEqual(['get definitions']);
  await newAssessment(store);
  const second = await counted(() => listAssessments(store));
  expect(second.requests.filter(isOfDefinitions)).toEqual([]);
});

test('[T35] a list opens what its filter takes in and what changed since, nothing else', async () => {
  const store = await newStore();
  const ids = [await newAssessment(store), await newAssessment(store), await newAssessment(store)];
  value(await voidAssessment(store, ids[0] ?? '', '录错了'));
  const open = new Set<AssessmentState>(['draft']);
  // A store of its own has opened nothing yet.
  const tab = await secondTab(store);
  const first = await counted(async () => {
    expect(await listAssessments(tab, { states: open })).toHaveLength(2);
  });
  expect(first.decrypted).toBe(2);
  expect((await counted(() => listAssessments(tab, { states: open }))).decrypted).toBe(0);
  value(await setAnswer(tab, ids[1] ?? '', 'q0', 'changed'));
  expect((await counted(() => listAssessments(tab, { states: open }))).decrypted).toBe(1);
  expect((await counted(() => countOpen(tab, open))).decrypted).toBe(0);
});

function isOfDefinitions(request: string): boolean {
  return request.includes('definitions');
}
