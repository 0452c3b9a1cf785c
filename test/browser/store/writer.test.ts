/** Taps that are sealed and written in the writing worker. */
import { Dexie, liveQuery } from 'dexie';
import { expect, test } from 'vitest';
import type { Op } from '#oplog/op.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { openStore } from '#store/open-store.ts';
import { prepareAnswers } from '#store/queries/prepare-answers.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readyToWrite } from '#store/ready-to-write.ts';
import type { Store } from '#store/store.ts';
import { startWriter, writerOf } from '#store/writer.ts';
import { lock, openProfile } from '#vault/vault.ts';
import { counted } from './counted.ts';
import { newAssessment, newStore, photo, value } from './test-store.ts';

async function chain(store: Store): Promise<readonly Op[]> {
  return (await store.reader.allOwnOps()).map(({ op }) => op);
}

function answersOf(store: Store, id: string): Promise<unknown> {
  return readAssessment(store, id).then((view) => view?.answers.values);
}

/** All rows of the tables that a tap writes. */
function rows({ db }: Store): Promise<unknown> {
  return Promise.all([db.meta, db.ops, db.registers, db.assessments].map((table) => table.toArray()));
}

test('[T36] the page asks nothing of the database for an answer, and seals nothing', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await readyToWrite(store, id);
  expect(await counted(() => setAnswer(store, id, 'q0', 'a'))).toEqual({ requests: [], encrypted: 0, decrypted: 0 });
  expect(await counted(() => setAnswer(store, id, 'q0', 'b'))).toEqual({ requests: [], encrypted: 0, decrypted: 0 });
  value(await attachEvidence(store, id, 'q1', photo(id, 5_000, 7)));
  value(await setAnswer(store, id, 'q2', 'c'));
  expect(await answersOf(store, id)).toEqual({ q0: 'b', q2: 'c' });
  expect(verifyChain(await chain(store))).toBeNull();
  await lock(store);
  expect(await answersOf(value(await openProfile(store.profile.personId)), id)).toEqual({ q0: 'b', q2: 'c' });
});

test('[T36] what was written there is not opened again to be shown', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await readAssessment(store, id);
  await readyToWrite(store, id);
  value(await setAnswer(store, id, 'q0', 'a'));
  const shown = await counted(async () => expect(await answersOf(store, id)).toEqual({ q0: 'a' }));
  // The header alone: it is opened at each read.
  expect(shown.decrypted).toBe(1);
});

test('[T36] live queries of this tab hear of it', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await readyToWrite(store, id);
  const seen: unknown[] = [];
  const subscription = liveQuery(() => answersOf(store, id)).subscribe((answers) => seen.push(answers));
  await expect.poll(() => seen).toEqual([{}]);
  value(await setAnswer(store, id, 'q0', 'a'));
  await expect.poll(() => seen.at(-1), { timeout: 20_000 }).toEqual({ q0: 'a' });
  subscription.unsubscribe();
});

test('[T36] another tab wrote first: it is decided again, and of the write that came too late nothing stays', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await readyToWrite(store, id);
  const { profile, codec, keys, clock, random, db } = store;
  const firstDevice = () => Promise.reject(new Error('not asked'));
  const tab = await openStore({ profile, database: db.name, codec, keys, clock, random, firstDevice });
  await prepareAnswers(tab, id);
  value(await setAnswer(tab, id, 'q0', 'theirs'));
  value(await setAnswer(store, id, 'q0', 'mine'));
  const both = Array.from({ length: 20 }, (_, index) => setAnswer(index % 2 === 0 ? store : tab, id, `q${index % 5}`, index));
  for (const outcome of await Promise.all(both)) value(outcome);
  expect(await chain(store)).toHaveLength(24);
  expect(verifyChain(await chain(store))).toBeNull();
  expect((await readAssessment(tab, id))?.conflicts).toEqual([]);
});

test('[T37] the rehearsal leaves nothing, and the answer after it is the first', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const before = await rows(store);
  await readyToWrite(store, id);
  expect(await rows(store)).toEqual(before);
  value(await setAnswer(store, id, 'q0', 'a'));
  expect(await chain(store)).toHaveLength(3);
});

test('[T38] room that ends in the worker is said as such, and nothing stays of the answer', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const makeWorker = () => new Worker(new URL('./full-disk.worker.ts', import.meta.url), { type: 'module' });
  expect(await startWriter(store, makeWorker)).toBe(true);
  const before = await rows(store);
  expect(await setAnswer(store, id, 'q0', 'a')).toMatchObject({ kind: 'refused', problem: { code: 'storage.full' } });
  expect(await rows(store)).toEqual(before);
  value(await setAnswer(store, id, 'q0', 'a'));
  expect(verifyChain(await chain(store))).toBeNull();
});

test('[T38] a worker that ends in the middle of a write: the page writes itself, and the answer is there once', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const makeWorker = () => new Worker(new URL('./dying.worker.ts', import.meta.url), { type: 'module' });
  expect(await startWriter(store, makeWorker)).toBe(true);
  value(await setAnswer(store, id, 'q0', 'a'));
  expect(writerOf(store)).toBeNull();
  value(await setAnswer(store, id, 'q0', 'b'));
  expect((await chain(store)).map(({ value: written }) => written).slice(2)).toEqual(['a', 'b']);
  expect(verifyChain(await chain(store))).toBeNull();
});

test('[T38] a worker that never answers: the page writes itself after a while, and the lock is not held up', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const makeWorker = () => new Worker(new URL('./mute.worker.ts', import.meta.url), { type: 'module' });
  expect(await startWriter(store, makeWorker, 100)).toBe(true);
  value(await setAnswer(store, id, 'q0', 'a'));
  expect(writerOf(store)).toBeNull();
  value(await setAnswer(store, id, 'q0', 'b'));
  expect((await chain(store)).map(({ value: written }) => written).slice(2)).toEqual(['a', 'b']);
  await lock(store);
});

test('[T38] a worker that does not start is not waited for', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  expect(await startWriter(store, () => new Worker('/absent.js', { type: 'module' }))).toBe(false);
  value(await setAnswer(store, id, 'q0', 'a'));
});

test('[T39] the worker stands in the way of no deletion, and makes no database anew', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await readyToWrite(store, id);
  value(await setAnswer(store, id, 'q0', 'a'));
  await Dexie.delete(store.db.name);
  expect(await setAnswer(store, id, 'q0', 'b')).toMatchObject({ kind: 'refused', problem: { code: 'storage.unavailable' } });
  expect(await Dexie.exists(store.db.name)).toBe(false);
});

test('[T39] with the lock the worker is gone', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await readyToWrite(store, id);
  const answer = setAnswer(store, id, 'q0', 'a');
  await lock(store);
  value(await answer);
  expect(writerOf(store)).toBeNull();
});
