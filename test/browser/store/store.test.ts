import { liveQuery } from 'dexie';
import { expect, test } from 'vitest';
import { verifyChain } from '#oplog/verify-chain.ts';
import { aesCodec, UnreadableRecord } from '#store/codec.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setCaption, voidEvidence } from '#store/commands/change-evidence.ts';
import { addRow, removeRow } from '#store/commands/change-rows.ts';
import { finishAssessment, submitAssessment, voidAssessment } from '#store/commands/change-workflow.ts';
import { editEnterprise } from '#store/commands/edit-enterprise.ts';
import { clearPendingCapture, notePendingCapture, savePlace } from '#store/commands/remember-place.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { openStore } from '#store/open-store.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readEnterprise } from '#store/queries/read-enterprise.ts';
import { readEvidenceBytes, readThumbnail } from '#store/queries/read-evidence.ts';
import { readLastPlace, readPendingCapture } from '#store/queries/read-place.ts';
import { listOutbox, syncSummary } from '#store/queries/sync-summary.ts';
import { openRegister } from '#store/rows.ts';
import type { Store } from '#store/store.ts';
import { lock, openProfile } from '#vault/vault.ts';
import { definitionHash, dumpAll, enterprise, newAssessment, newStore, photo, value } from './test-store.ts';

async function chainOf(store: Store) {
  return (await store.reader.allOwnOps()).map(({ op }) => op);
}

/** What the browser does when it is killed: the handle goes, memory goes, the disk stays. */
async function reopened(store: Store): Promise<Store> {
  await lock(store);
  return value(await openProfile(store.profile.personId));
}

test('[T1] what was shown as saved is there after the database was closed and opened again', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const saved = value(await setAnswer(store, id, 'jc01', 42));
  expect(saved.savedAt).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/);
  const { rowId } = value(await addRow(store, id, 'key_processes'));
  value(await setAnswer(store, id, `key_processes/${rowId}/key_process_name`, '压铸'));
  value(await setAnswer(store, id, 'jc06', ['a', 'b']));
  const again = await reopened(store);
  const view = await readAssessment(again, id);
  expect(view?.answers.values).toEqual({ jc01: 42, jc06: ['a', 'b'] });
  expect(view?.answers.rows).toEqual({ key_processes: [{ id: rowId, values: { key_process_name: '压铸' } }] });
  expect(view?.state).toBe('draft');
  expect(view?.pendingOps).toBe(5);
});

test('[T2] answer, op, sequence and hash are saved together, as one whole chain', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await Promise.all(Array.from({ length: 20 }, (_, index) => setAnswer(store, id, `q${index % 7}`, index)));
  const chain = await chainOf(store);
  expect(chain).toHaveLength(22);
  expect(verifyChain(chain)).toBeNull();
  const meta = await store.reader.meta();
  expect([meta.seq, meta.lastHash]).toEqual([22, chain.at(-1)?.hash]);
});

test('[T3] two tabs on one database never fork the chain', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const { profile, codec, keys, clock, random, db } = store;
  const tab = await openStore({
    profile,
    database: db.name,
    codec,
    keys,
    clock,
    random,
    firstDevice: () => Promise.reject(new Error('not asked')),
  });
  const writes = Array.from({ length: 30 }, (_, index) =>
    setAnswer(index % 2 === 0 ? store : tab, id, `q${index % 5}`, `v${index}`),
  );
  for (const outcome of await Promise.all(writes)) expect(outcome.kind).toBe('ok');
  const chain = await chainOf(store);
  expect(verifyChain(chain)).toBeNull();
  expect(new Set(chain.map(({ seq }) => seq)).size).toBe(32);
  expect((await readAssessment(tab, id))?.conflicts).toEqual([]);
});

test('[T4] a handle that was closed under us is opened again and the same write repeated once', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  store.db.backendDB().close();
  value(await setAnswer(store, id, 'jc01', 1));
  store.db.close();
  value(await setAnswer(store, id, 'jc02', 2));
  expect((await readAssessment(store, id))?.answers.values).toEqual({ jc01: 1, jc02: 2 });
  expect(verifyChain(await chainOf(store))).toBeNull();
});

test('[T16] a locked store takes no more writes', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await lock(store);
  expect(await setAnswer(store, id, 'jc01', 1)).toMatchObject({ kind: 'refused', problem: { code: 'storage.locked' } });
});

test('[T5] nothing that people wrote is readable in IndexedDB', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const { rowId } = value(await addRow(store, id, 'key_processes'));
  const secrets = [
    '高压铸造工序',
    '库存周转七次',
    '武汉测试精密机械有限公司',
    '江夏区藏龙岛某路九号',
    '李主任',
    '13900001111',
    '车间看板照片',
    '改成新说明',
    '手误重填',
  ];
  value(await setAnswer(store, id, `key_processes/${rowId}/key_process_name`, secrets[0] ?? ''));
  value(await setAnswer(store, id, 'jc90', secrets[1] ?? ''));
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', photo(id, 5000, 77)));
  value(await setCaption(store, evidenceId, '改成新说明'));
  value(await savePlace(store, { assessmentId: id, section: 'sec_secret', question: 'jc90' }));
  value(await notePendingCapture(store, { assessmentId: id, question: 'jc01', route: '/assessments/secret-route' }));
  value(await voidAssessment(store, id, '手误重填'));
  const dump = await dumpAll();
  expect(dump).toContain(id);
  for (const secret of [...secrets, 'sec_secret', 'secret-route', 'MMMMMMMMMMMM', 'self/jc90'])
    expect(dump.includes(secret), secret).toBe(false);
});

test('[T6] a record that was changed, moved or sealed for another person does not open', async () => {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const codec = aesCodec(key, 'p1');
  const sealed = await codec.seal('ops', 'x', { a: 1 });
  expect(await codec.open('ops', 'x', sealed)).toEqual({ a: 1 });
  const changed = new Uint8Array(sealed.slice(0));
  changed[20] = (changed[20] ?? 0) ^ 1;
  await expect(codec.open('ops', 'x', changed.buffer)).rejects.toBeInstanceOf(UnreadableRecord);
  await expect(codec.open('ops', 'y', sealed)).rejects.toBeInstanceOf(UnreadableRecord);
  await expect(codec.open('registers', 'x', sealed)).rejects.toBeInstanceOf(UnreadableRecord);
  await expect(aesCodec(key, 'p2').open('ops', 'x', sealed)).rejects.toBeInstanceOf(UnreadableRecord);
});

test('[T6] each record has a nonce of its own', async () => {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const codec = aesCodec(key, 'p1');
  const seen = new Set<string>();
  for (let batch = 0; batch < 200; batch += 1) {
    const sealed = await Promise.all(Array.from({ length: 500 }, () => codec.seal('ops', 'x', 1)));
    for (const bytes of sealed) seen.add(new Uint8Array(bytes, 0, 12).join());
  }
  expect(seen.size).toBe(100_000);
});

test('[T6] two rows whose contents change places do not open', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 'one'));
  value(await setAnswer(store, id, 'jc02', 'other'));
  const rows = await store.db.registers.where('owner').equals(id).toArray();
  const [one, other] = rows;
  if (one === undefined || other === undefined) throw new Error('two answers have two rows');
  await store.db.registers.bulkPut([
    { ...one, sealed: other.sealed },
    { ...other, sealed: one.sealed },
  ]);
  await expect(openRegister(store.codec, { ...one, sealed: other.sealed })).rejects.toBeInstanceOf(UnreadableRecord);
  expect(await openRegister(store.codec, one)).toMatchObject({ entityId: id });
  await lock(store);
  const again = value(await openProfile(store.profile.personId));
  await expect(readAssessment(again, id)).rejects.toThrow('does not open');
});

test('[T7] a photo is stored whole in sealed chunks with its ops and its upload job', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const picture = photo(id, 2_500_000, 9);
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', picture));
  expect(await store.db.chunks.count()).toBe(3);
  const blob = await readEvidenceBytes(store, evidenceId);
  expect(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(new Uint8Array(picture.bytes));
  expect((await readThumbnail(store, evidenceId))?.size).toBe(3);
  expect(await store.db.uploads.get(evidenceId)).toMatchObject({ sha256: picture.record.sha256, sent: 0, uploadUrl: null });
  const view = await readAssessment(store, id);
  expect(view?.evidence).toMatchObject([
    { evidenceId, questions: ['jc01'], status: 'phone', here: true, caption: '车间看板照片' },
  ]);
  expect(await syncSummary(store)).toMatchObject({ pendingPhotos: 1, photosVerified: 0, pendingOps: 4, pendingAssessments: 1 });
  value(await voidEvidence(store, evidenceId, '拍错'));
  expect((await readAssessment(store, id))?.evidence).toEqual([]);
  expect(await syncSummary(store)).toMatchObject({ pendingPhotos: 0 });
  expect(await store.db.chunks.count()).toBe(3);
});

test('[T8] bytes that are not those of the record are refused and nothing is written', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const picture = photo(id, 4000, 9);
  const outcome = await attachEvidence(store, id, 'jc01', { ...picture, bytes: new Uint8Array(4000).buffer });
  expect(outcome).toMatchObject({ kind: 'refused', problem: { code: 'evidence.hash-mismatch' } });
  expect(await store.db.chunks.count()).toBe(0);
  expect(await chainOf(store)).toHaveLength(2);
});

test('[T9] finish holds until an answer is written, submit until then too, void for ever', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 1));
  value(await finishAssessment(store, id, null));
  expect((await readAssessment(store, id))?.state).toBe('finished');
  value(await setAnswer(store, id, 'jc01', 2));
  expect((await readAssessment(store, id))?.state).toBe('draft');
  value(await submitAssessment(store, id, { level: 'single', measures: { L: 55.5 } }));
  expect((await readAssessment(store, id))?.state).toBe('submitted');
  expect(await setAnswer(store, id, 'jc01', 3)).toMatchObject({ kind: 'refused', problem: { code: 'assessment.not-editable' } });
  const other = await newAssessment(store);
  expect(await voidAssessment(store, other, ' ')).toMatchObject({
    kind: 'refused',
    problem: { code: 'assessment.reason-missing' },
  });
  value(await voidAssessment(store, other, '误建'));
  expect(await readAssessment(store, other)).toMatchObject({ state: 'voided', voidReason: '误建' });
  expect(await setAnswer(store, other, 'jc01', 3)).toMatchObject({ kind: 'refused' });
});

test('[T10] a value equal to the saved one writes nothing', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', null));
  value(await setAnswer(store, id, 'jc01', 5));
  value(await setAnswer(store, id, 'jc01', 5));
  expect(await chainOf(store)).toHaveLength(3);
});

test('[T11] a firm is added once, and edits write only what changed', async () => {
  const store = await newStore();
  value(await addEnterprise(store, enterprise()));
  expect(await addEnterprise(store, enterprise())).toMatchObject({ kind: 'refused', problem: { code: 'enterprise.exists' } });
  value(await editEnterprise(store, enterprise().code, { headcount: 300, name: enterprise().name }));
  expect(await readEnterprise(store, enterprise().code)).toMatchObject({
    headcount: 300,
    revenue: 5600,
    source: 'phone',
    unsent: true,
  });
  expect((await chainOf(store)).map(({ field }) => field)).toEqual([null, 'headcount']);
});

test('[T12] a removed row disappears from the answers and stays in the log', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const first = value(await addRow(store, id, 'key_processes')).rowId;
  const second = value(await addRow(store, id, 'key_processes')).rowId;
  value(await setAnswer(store, id, `key_processes/${first}/name`, '一'));
  value(await removeRow(store, id, first));
  value(await removeRow(store, id, first));
  expect((await readAssessment(store, id))?.answers.rows).toEqual({ key_processes: [{ id: second, values: {} }] });
  expect((await chainOf(store)).filter(({ kind }) => kind === 'void')).toHaveLength(1);
});

test('[T13] the place and the pending capture come back after a kill', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await savePlace(store, { assessmentId: id, section: 'jc', question: 'jc05' }));
  value(await notePendingCapture(store, { assessmentId: id, question: 'jc05', route: '/r' }));
  const again = await reopened(store);
  expect(await readLastPlace(again)).toMatchObject({ assessmentId: id, section: 'jc', question: 'jc05' });
  expect(await readPendingCapture(again)).toMatchObject({ question: 'jc05', route: '/r' });
  value(await clearPendingCapture(again));
  expect(await readPendingCapture(again)).toBeNull();
});

test('[T14] live queries tell another tab of each answer', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const seen: unknown[] = [];
  const { profile, codec, keys, clock, random, db } = store;
  const tab = await openStore({
    profile,
    database: db.name,
    codec,
    keys,
    clock,
    random,
    firstDevice: () => Promise.reject(new Error('not asked')),
  });
  const subscription = liveQuery(() => readAssessment(tab, id)).subscribe((view) => seen.push(view?.answers.values['jc01']));
  await expect.poll(() => seen).toContain(undefined);
  value(await setAnswer(store, id, 'jc01', 7));
  await expect.poll(() => seen).toContain(7);
  subscription.unsubscribe();
});

test('[T15] lists tell per record what waits and where it is', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 7));
  const [summary] = await listAssessments(store);
  expect(summary).toMatchObject({
    assessmentId: id,
    enterpriseName: enterprise().name,
    definitionHash,
    title: '两化融合',
    state: 'draft',
    pendingOps: 2,
    location: 'phone',
    photos: {
      total: 0,
      verified: 0,
      uploading: 0,
    },
    mine: true,
  });
  const outbox = await listOutbox(store);
  expect(outbox.map(({ kind, title }) => [kind, title])).toEqual([
    ['enterprise', enterprise().name],
    ['assessment', enterprise().name],
  ]);
});
