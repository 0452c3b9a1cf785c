/** The second copy in the real private file system, written by the real worker. */
import { Dexie } from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { verifyChain } from '#oplog/verify-chain.ts';
import { ok } from '#shared/outcome.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { listUploads } from '#store/commands/track-upload.ts';
import { databaseName } from '#store/database.ts';
import { openEvidence } from '#store/evidence-chunks.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { personFolder, readFile, namesIn } from '#store/second-copy/copy-files.ts';
import { isWhole, storeHealth } from '#store/queries/store-health.ts';
import { findCopy, findLostPeople, listGenerations } from '#store/second-copy/find-copies.ts';
import { hasFormerCopies, restoreCopies } from '#store/second-copy/restore-copies.ts';
import { startSecondCopy } from '#store/second-copy/start-second-copy.ts';
import type { SecondCopy } from '#store/second-copy/start-second-copy.ts';
import type { CopyState } from '#store/second-copy/copy-messages.ts';
import type { Store } from '#store/store.ts';
import { VaultDatabase } from '#store/vault-database.ts';
import { exchange } from '#sync/exchange.ts';
import { registerDevice } from '#sync/register-device.ts';
import { uploadEvidence } from '#sync/upload-evidence.ts';
import { enrol } from '#vault/enrol.ts';
import { lock, openProfile, secondCopyHeader } from '#vault/vault.ts';
import { enrolPorts, newAssessment, newStore, photo, sessionOf, value, wipe } from './test-store.ts';
import { testServer } from '../sync/test-server.ts';

const running: SecondCopy[] = [];
afterEach(() => {
  for (const copy of running.splice(0)) copy.stop();
});

async function copyOf(store: Store, onLost: () => void = () => undefined): Promise<SecondCopy> {
  const copy = await startSecondCopy(store, () => secondCopyHeader(store), onLost);
  running.push(copy);
  return copy;
}

async function holds(copy: SecondCopy, ops: number, photos: number): Promise<void> {
  await expect.poll(() => copy.state(), { timeout: 30_000 }).toEqual({ kind: 'whole', ops, photos });
}

async function work(store: Store, answers: number, photos: number): Promise<string> {
  const id = await newAssessment(store);
  for (let index = 0; index < answers; index += 1)
    value(await setAnswer(store, id, `q${String(index)}`, `答案 ${String(index)}`));
  for (let index = 0; index < photos; index += 1) value(await attachEvidence(store, id, 'q1', photo(id, 1_500_000, index + 10)));
  return id;
}

async function loseVault(person: string): Promise<void> {
  const vault = new VaultDatabase();
  await vault.profiles.delete(person as never);
  await vault.devices.where('personId').equals(person).delete();
  vault.close();
}

test('[T40] what is unsent is in the copy soon after it was saved, sealed, and goes when the server has it', async () => {
  const store = await newStore();
  const copy = await copyOf(store);
  await holds(copy, 0, 0);
  const id = await work(store, 5, 2);
  await holds(copy, 11, 2);
  const [generation = ''] = await listGenerations(store.profile.personId);
  const folder = await (await personFolder(store.profile.personId, false))?.getDirectoryHandle(generation);
  if (folder === undefined) throw new Error('no copy');
  for (const name of await namesIn(folder)) expect(new TextDecoder().decode(await readFile(folder, name))).not.toContain('答案');

  const server = testServer(store);
  value(await exchange(store, server.ports, () => undefined));
  value(await uploadEvidence(store, server.ports, () => undefined));
  copy.refresh();
  await holds(copy, 0, 0);
  expect(await namesIn(folder)).toHaveLength(1);
  expect((await findCopy(store.profile.personId, generation))?.ops).toEqual([]);
  expect((await readAssessment(store, id))?.answers.values['q4']).toBe('答案 4');
});

test('[T41] an emptied database gets all unsent answers and photos back and offers them under the device that wrote them', async () => {
  const store = await newStore();
  const person = store.profile.personId;
  const copy = await copyOf(store);
  const id = await work(store, 20, 2);
  await holds(copy, 26, 2);
  const before = (await store.reader.allOwnOps()).map(({ op }) => op);
  const bytes = await openEvidence(store, (await listUploads(store))[1]?.evidenceId ?? '');
  copy.stop();
  await lock(store);
  await wipe(store);

  const again = value(await openProfile(person));
  expect(await again.device()).not.toBe(before[0]?.device);
  expect(await hasFormerCopies(again)).toBe(true);
  expect(await restoreCopies(again)).toEqual({ ops: 26, photos: 2, unreadable: 0 });
  expect((await readAssessment(again, id))?.answers.values).toMatchObject({ q0: '答案 0', q19: '答案 19' });
  expect((await again.reader.allOwnOps()).map(({ op }) => op)).toEqual(before);
  expect(await openEvidence(again, (await listUploads(again))[1]?.evidenceId ?? '')).toEqual(bytes);
  expect(await hasFormerCopies(again)).toBe(false);
  expect(await restoreCopies(again)).toEqual({ ops: 0, photos: 0, unreadable: 0 });

  const server = testServer(again);
  value(await exchange(again, server.ports, () => undefined));
  value(await uploadEvidence(again, server.ports, () => undefined));
  expect(server.memory.state.ops.map(({ op }) => op.hash).sort()).toEqual(before.map(({ hash }) => hash).sort());
  expect(server.committed.size).toBe(2);
  value(await setAnswer(again, id, 'q0', '改过'));
  value(await exchange(again, server.ports, () => undefined));
  expect((await readAssessment(again, id))?.conflicts).toEqual([]);
  expect((await again.reader.offering()).length).toBe(0);
});

test('[T42] [promise 2] with the vault gone too, a sign-in opens the copy; what the server has is not sent again, the rest once under a successor', async () => {
  const store = await newStore();
  const person = store.profile.personId;
  const server = testServer(store);
  const copy = await copyOf(store);
  const id = await work(store, 10, 1);
  await holds(copy, 14, 1);
  // The server takes the first ops, and the reply is lost: the copy still holds them as unsent.
  const description = await store.keys.describe(await store.device());
  if (description !== null) value(await registerDevice(server.ports.fetch, description));
  server.fault = 'lose-replies';
  await exchange(store, server.ports, () => undefined);
  server.fault = 'none';
  const taken = server.memory.state.ops.map(({ op }) => op.hash);
  expect(taken).toHaveLength(14);
  value(await setAnswer(store, id, 'q3', '断网后改'));
  value(await setAnswer(store, id, 'q11', '断网后填'));
  await holds(copy, 16, 1);
  const lostDevice = await store.device();
  copy.stop();
  await lock(store);
  await wipe(store);
  await loseVault(person);

  expect((await findLostPeople([])).find((header) => header.person === person)).toMatchObject({ account: 'zhang', name: '张工' });
  const session = await sessionOf(person);
  expect(
    await enrol(session, {
      ...enrolPorts(),
      personalKey: async () => ({ kind: 'refused', problem: { code: 'network.unreachable', detail: {} } }),
    }),
  ).toMatchObject({ kind: 'refused' });
  const described: unknown[] = [];
  value(await enrol(session, { ...enrolPorts(), registerDevice: async (request) => (described.push(request), ok(null)) }));
  expect(described).toMatchObject([{ successorOf: lostDevice }]);
  const again = value(await openProfile(person));
  expect(await restoreCopies(again)).toEqual({ ops: 16, photos: 1, unreadable: 0 });
  const after = testServer(again);
  after.memory.state = server.memory.state;
  value(await exchange(again, after.ports, () => undefined));
  value(await uploadEvidence(again, after.ports, () => undefined));

  const stored = after.memory.state.ops.map(({ op }) => op);
  expect(stored).toHaveLength(16);
  expect(stored.filter(({ hash }) => taken.includes(hash))).toHaveLength(14);
  const moved = stored.filter(({ device }) => device !== lostDevice);
  expect(moved.map(({ value: text }) => text)).toEqual(['断网后改', '断网后填']);
  expect(moved.every(({ was }) => was !== null)).toBe(true);
  expect(verifyChain(moved)).toBeNull();
  expect(after.committed.size).toBe(1);
  const view = await readAssessment(again, id);
  expect(view?.answers.values).toMatchObject({ q3: '断网后改', q11: '断网后填', q9: '答案 9' });
  expect(view?.conflicts).toEqual([]);
});

test('[T43] another key does not open a copy: it stays, and says so', async () => {
  const store = await newStore();
  const person = store.profile.personId;
  const copy = await copyOf(store);
  await work(store, 3, 0);
  await holds(copy, 5, 0);
  copy.stop();
  await lock(store);
  await wipe(store);
  await loseVault(person);
  value(await enrol(await sessionOf(person), { ...enrolPorts(), personalKey: async () => ok('q'.repeat(43)) }));
  const again = value(await openProfile(person));
  expect(await restoreCopies(again)).toEqual({ ops: 0, photos: 0, unreadable: 5 });
  expect(await hasFormerCopies(again)).toBe(true);
});

test('[T44] a database that fell back to an earlier state gets the lost ops from its own copy, and writes as a fresh device', async () => {
  const store = await newStore();
  const copy = await copyOf(store);
  const id = await work(store, 6, 0);
  await holds(copy, 8, 0);
  copy.stop();
  const meta = await store.reader.meta();
  const ops = await store.db.ops.orderBy('order').toArray();
  const kept = ops.slice(0, 5);
  // As a file system that lost its last writes leaves it: the last three taps are gone, chain and all.
  await store.db.transaction('rw', store.db.meta, store.db.ops, store.db.registers, async () => {
    for (const { hash, registerKey } of ops.slice(5)) {
      await store.db.ops.delete(hash);
      await store.db.registers.delete(registerKey);
    }
    const lastHash = (kept.at(-1)?.hash ?? null) as typeof meta.lastHash;
    await store.db.meta.put({ key: 'replica', meta: { ...meta, seq: 5, written: 5, lastHash } });
  });
  await lock(store);
  const again = value(await openProfile(store.profile.personId));
  let lost = 0;
  await copyOf(again, () => (lost += 1));
  await expect.poll(() => lost, { timeout: 30_000 }).toBe(1);
  expect(await restoreCopies(again)).toEqual({ ops: 3, photos: 0, unreadable: 0 });
  expect((await readAssessment(again, id))?.answers.values).toMatchObject({ q3: '答案 3', q4: '答案 4', q5: '答案 5' });
  expect(await again.device()).not.toBe(meta.device);
  value(await setAnswer(again, id, 'q5', '之后'));
  const server = testServer(again);
  value(await exchange(again, server.ports, () => undefined));
  expect(server.memory.state.ops).toHaveLength(9);
  expect((await readAssessment(again, id))?.conflicts).toEqual([]);
});

test('[T44] rows that vanished from a database are put back in their place', async () => {
  const store = await newStore();
  const copy = await copyOf(store);
  const id = await work(store, 6, 1);
  await holds(copy, 10, 1);
  const meta = await store.reader.meta();
  const rows = await store.db.ops.orderBy('order').toArray();
  await store.db.ops.bulkDelete(rows.slice(3, 6).map(({ hash }) => hash));
  await store.db.chunks.clear();
  expect(isWhole(await storeHealth(store))).toBe(false);
  expect(await restoreCopies(store)).toEqual({ ops: 3, photos: 1, unreadable: 0 });
  expect(await store.db.ops.orderBy('order').toArray()).toMatchObject(
    rows.map(({ hash, order, offered }) => ({ hash, order, offered })),
  );
  expect(isWhole(await storeHealth(store))).toBe(true);
  expect(await store.reader.meta()).toMatchObject({ device: meta.device, seq: meta.seq, written: meta.written });
  value(await setAnswer(store, id, 'q2', '之后'));
  const server = testServer(store);
  value(await exchange(store, server.ports, () => undefined));
  expect(server.memory.state.ops).toHaveLength(11);
  expect(verifyChain(server.memory.state.ops.map(({ op }) => op))).toBeNull();
});

test('[T45] a torn end of the copy costs its last op at most, and is written over', async () => {
  const store = await newStore();
  const person = store.profile.personId;
  const copy = await copyOf(store);
  const id = await work(store, 4, 0);
  await holds(copy, 6, 0);
  copy.stop();
  const [generation = ''] = await listGenerations(person);
  await tearEnd(person, generation, 10);
  expect((await findCopy(person, generation))?.ops).toHaveLength(5);
  value(await setAnswer(store, id, 'q9', '之后'));
  const second = await copyOf(store);
  await holds(second, 7, 0);
  expect((await findCopy(person, generation))?.ops).toHaveLength(7);
});

test('[T46] a long outbox that was sent leaves a short file', async () => {
  const store = await newStore();
  const copy = await copyOf(store);
  const id = await work(store, 260, 0);
  await holds(copy, 262, 0);
  const size = await journalSize(store.profile.personId);
  const server = testServer(store);
  value(await exchange(store, server.ports, () => undefined));
  value(await setAnswer(store, id, 'q1', '新的'));
  copy.refresh();
  await holds(copy, 1, 0);
  expect(await journalSize(store.profile.personId)).toBeLessThan(size / 20);
});

test('[T40] a file that somebody else still holds is tried again without a further save', async () => {
  const store = await newStore();
  const person = store.profile.personId;
  const copy = await copyOf(store);
  await holds(copy, 0, 0);
  const [generation = ''] = await listGenerations(person);
  const folder = await (await personFolder(person, false))?.getDirectoryHandle(generation);
  const exclusive: FileSystemCreateWritableOptions & { readonly mode: 'exclusive' } = {
    keepExistingData: true,
    mode: 'exclusive',
  };
  const held = await (await folder?.getFileHandle('journal-1'))?.createWritable(exclusive);
  await work(store, 3, 0);
  await expect.poll(() => copy.state(), { timeout: 30_000 }).toMatchObject({ kind: 'behind', reason: 'failed' });
  await held?.abort();
  await holds(copy, 5, 0);
});

test('[T45] what a page that was killed had half written is swept away, and the copy goes on', async () => {
  const store = await newStore();
  const person = store.profile.personId;
  const before = await copyOf(store);
  await holds(before, 0, 0);
  before.stop();
  const [generation = ''] = await listGenerations(person);
  const folder = await (await personFolder(person, false))?.getDirectoryHandle(generation);
  if (folder === undefined) throw new Error('no copy');
  // The name Chromium gives to what is being written; the process that would take it away is gone.
  const torn = await (await folder.getFileHandle('journal-1.crswap', { create: true })).createWritable();
  await torn.write('half');
  await torn.close();
  const copy = await copyOf(store);
  await work(store, 3, 0);
  await holds(copy, 5, 0);
  expect(await namesIn(folder)).toEqual(['journal-1']);
});

test('[T40] a browser that writes files only in place writes the same', async () => {
  const worker = new Worker(new URL('./write-in-place.worker.ts', import.meta.url), { type: 'module' });
  const written = await new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
  });
  worker.terminate();
  expect(written).toBe('whole again');
});

test('[T47] two tabs keep one copy', async () => {
  const store = await newStore();
  const [one, other] = [await copyOf(store), await copyOf(store)];
  await work(store, 12, 1);
  one.refresh();
  other.refresh();
  await holds(one, 16, 1);
  await holds(other, 16, 1);
  const [generation = '', ...more] = await listGenerations(store.profile.personId);
  expect(more).toEqual([]);
  expect((await findCopy(store.profile.personId, generation))?.ops).toHaveLength(16);
});

test('[T48] without a database nothing is made and nothing is taken from the copy', async () => {
  const store = await newStore();
  const person = store.profile.personId;
  const copy = await copyOf(store);
  await work(store, 3, 1);
  await holds(copy, 7, 1);
  store.db.close();
  await Dexie.delete(databaseName(person));
  copy.refresh();
  await new Promise<CopyState | null>((resolve) => {
    setTimeout(() => resolve(null), 1500);
  });
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(databaseName(person));
  const [generation = ''] = await listGenerations(person);
  const found = await findCopy(person, generation);
  expect([found?.ops.length, found?.photos.length]).toEqual([7, 1]);
});

async function journalSize(person: string): Promise<number> {
  const [generation = ''] = await listGenerations(person);
  const folder = await (await personFolder(person, false))?.getDirectoryHandle(generation);
  if (folder === undefined) throw new Error('no copy');
  const [name = ''] = (await namesIn(folder)).filter((each) => each.startsWith('journal-'));
  return (await readFile(folder, name)).length;
}

async function tearEnd(person: string, generation: string, bytes: number): Promise<void> {
  const folder = await (await personFolder(person, false))?.getDirectoryHandle(generation);
  if (folder === undefined) throw new Error('no copy');
  const file = await folder.getFileHandle('journal-1');
  const writable = await file.createWritable({ keepExistingData: true });
  await writable.truncate((await file.getFile()).size - bytes);
  await writable.close();
}
