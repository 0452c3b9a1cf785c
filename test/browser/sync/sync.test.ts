import { expect, test } from 'vitest';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { definitionHash as hashOf } from '#definition/definition-hash.ts';
import { hashLines, recordBinding, unpackRecord } from '#proof/rescue-format.ts';
import type { RescueHeader, RescueRecord } from '#proof/rescue-format.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import { fromBase64url } from '#shared/base64url.ts';
import { problem } from '#shared/problems.ts';
import { sha256Bytes } from '#shared/sha256.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { submitAssessment } from '#store/commands/change-workflow.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readFactDictionary } from '#store/queries/read-facts.ts';
import { readDefinition } from '#store/queries/read-definition.ts';
import { readEnterprise } from '#store/queries/read-enterprise.ts';
import { readEvidenceBytes, readThumbnail } from '#store/queries/read-evidence.ts';
import { isWhole, storeHealth } from '#store/queries/store-health.ts';
import { listOutbox, syncSummary } from '#store/queries/sync-summary.ts';
import { freeSpace } from '#sync/free-space.ts';
import { openRegistrySearch } from '#store/registry-search.ts';
import { makeRescueBundle } from '#sync/rescue.ts';
import { uploadEvidence } from '#sync/upload-evidence.ts';
import { startSync } from '#sync/sync-loop.ts';
import type { SyncHandle } from '#sync/sync-loop.ts';
import type { Store } from '#store/store.ts';
import { enterprise, newAssessment, newStore, photo, recoveryPair, value } from '../store/test-store.ts';
import { testServer } from './test-server.ts';

async function settled(sync: SyncHandle, store: Store): Promise<void> {
  sync.now();
  await expect.poll(() => sync.state().phase, { timeout: 10_000 }).toBe('idle');
  await expect.poll(async () => (await syncSummary(store)).pendingOps, { timeout: 10_000 }).toBe(0);
  await expect.poll(() => sync.state().phase, { timeout: 10_000 }).toBe('idle');
}

/** The next cycle from its beginning to its end. `settled` may also look between two. */
function cycleEnds(sync: SyncHandle): Promise<void> {
  return new Promise((resolve) => {
    let began = false;
    const leave = sync.subscribe(({ phase }) => {
      if (phase !== 'idle') began = true;
      else if (began) {
        leave();
        resolve();
      }
    });
  });
}

test('[Y1] a saved assessment with a photo reaches the server and is verified by its hash', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 42));
  const picture = photo(id, 1_500_000, 5);
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', picture));
  const sync = startSync(store, server.ports);
  await settled(sync, store);
  await expect.poll(async () => (await syncSummary(store)).pendingPhotos).toBe(0);
  const ops = server.memory.state.ops.map(({ op }) => op);
  expect(verifyChain(ops)).toBeNull();
  expect(ops).toHaveLength(5);
  expect(sha256Bytes(server.files.get(`upload-${evidenceId}`) ?? new Uint8Array())).toBe(picture.record.sha256);
  const [summary] = await listAssessments(store);
  expect(summary).toMatchObject({ pendingOps: 0, location: 'verified', photos: { total: 1, verified: 1, uploading: 0 } });
  // The bytes stay on the phone after the receipt.
  expect((await readEvidenceBytes(store, evidenceId))?.size).toBe(1_500_000);
  expect(sync.state()).toMatchObject({ problem: null });
  expect(Math.abs(sync.state().clockOffset ?? Infinity)).toBeLessThan(60_000);
  sync.stop();
});

test('[Y2] a lost reply leads to the same ops again and to none twice', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 1));
  server.fault = 'lose-replies';
  const sync = startSync(store, server.ports);
  await expect.poll(() => sync.state().phase).toBe('offline');
  sync.now();
  await expect.poll(() => server.calls.filter((path) => path === '/api/sync/push').length).toBeGreaterThan(1);
  server.fault = 'none';
  await settled(sync, store);
  expect(server.memory.state.ops).toHaveLength(3);
  expect((await readAssessment(store, id))?.conflicts).toEqual([]);
  sync.stop();
});

test("[Y3] a captive portal's 200 acknowledges nothing", async () => {
  const store = await newStore();
  const server = testServer(store);
  await newAssessment(store);
  server.fault = 'portal';
  const sync = startSync(store, server.ports);
  await expect.poll(() => sync.state().problem?.code).toBe('network.not-ours');
  expect(await syncSummary(store)).toMatchObject({ pendingOps: 2 });
  server.fault = 'none';
  await settled(sync, store);
  sync.stop();
});

test.each([true, false])(
  '[Y62] who is far behind gets the rest in one reply where the server streams (%s), page by page where not',
  async (streams) => {
    const store = await newStore();
    const server = testServer(store);
    const id = await newAssessment(store);
    for (let count = 0; count < 12; count += 1) value(await setAnswer(store, id, `jc${String(count + 10)}`, count));
    server.streams = streams;
    server.pageRows = 3;
    const sync = startSync(store, server.ports);
    await settled(sync, store);
    const asked = (path: string): number => server.calls.filter((call) => call === path).length;
    expect(asked('/api/sync/stream')).toBe(1);
    if (streams) expect(asked('/api/sync/pull')).toBeLessThan(4);
    else expect(asked('/api/sync/pull')).toBeGreaterThan(4);
    expect((await readAssessment(store, id))?.answers.values).toMatchObject({ jc10: 0, jc21: 11 });
    expect((await store.reader.meta()).cursor).toBe(server.memory.state.gsn);
    sync.stop();
  },
);

test('[Y61] a server that asks for time gets it, whoever presses, and then everything', async () => {
  const store = await newStore();
  const server = testServer(store);
  await newAssessment(store);
  server.fault = 'busy';
  const sync = startSync(store, server.ports);
  await expect.poll(() => sync.state().problem?.code).toBe('sync.too-many');
  const asked = server.calls.length;
  server.fault = 'none';
  for (let press = 0; press < 5; press += 1) {
    sync.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(server.calls.length).toBe(asked);
  await expect.poll(async () => (await syncSummary(store)).pendingOps, { timeout: 20_000 }).toBe(0);
  sync.stop();
});

test('[Y81] who finds another tab at it tries again after a moment, not after half a minute', async () => {
  const store = await newStore();
  const server = testServer(store);
  await newAssessment(store);
  let ends = (): void => undefined;
  const other = new Promise<void>((resolve) => (ends = resolve));
  const held = navigator.locks.request(`xunzhen-sync-${store.profile.personId}`, () => other);
  const at = Date.now();
  const sync = startSync(store, { ...server.ports, clock: { ...server.ports.clock, now: () => at } });
  await expect.poll(() => sync.state().nextTryAt).toBe(new Date(at + 1500).toISOString());
  expect(server.calls).toEqual([]);
  ends();
  await held;
  await expect.poll(async () => (await syncSummary(store)).pendingOps, { timeout: 30_000 }).toBe(0);
  sync.stop();
});

test('[Y4] a 401 leaves local work readable, writable and in the outbox', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  server.fault = 'signed-out';
  const sync = startSync(store, server.ports);
  await expect.poll(() => sync.state().phase).toBe('signed-out');
  value(await setAnswer(store, id, 'jc01', 9));
  expect(await readAssessment(store, id)).toMatchObject({ answers: { values: { jc01: 9 } }, pendingOps: 2 });
  server.fault = 'none';
  await settled(sync, store);
  expect(server.memory.state.ops).toHaveLength(3);
  sync.stop();
});

test('[Y5] after a restore from backup one contact brings back what the phone holds', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  const backup = structuredClone(server.memory.state);
  value(await setAnswer(store, id, 'jc01', 1));
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', photo(id, 5000, 3)));
  const sync = startSync(store, server.ports);
  await settled(sync, store);
  await expect.poll(async () => (await syncSummary(store)).pendingPhotos).toBe(0);
  server.memory.state = { ...backup, epoch: 'another' };
  server.committed.clear();
  sync.now();
  await expect.poll(() => server.memory.state.ops.length).toBe(5);
  await expect.poll(() => server.committed.has(evidenceId)).toBe(true);
  await settled(sync, store);
  expect(await readAssessment(store, id)).toMatchObject({ answers: { values: { jc01: 1 } }, conflicts: [], pendingOps: 0 });
  sync.stop();
});

test('[Y6] a cloned phone goes on under a fresh device and loses nothing', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  const sync = startSync(store, server.ports);
  await settled(sync, store);
  sync.stop();
  const before = await store.device();
  // The twin wrote as this device: the server's chain went on without this phone.
  const twin = server.memory.state.devices.get(before);
  if (twin === undefined) throw new Error('enrolled above');
  server.memory.state.devices.set(before, { ...twin, last: twin.last + 1, lastHash: 'f'.repeat(64) as never });
  value(await setAnswer(store, id, 'jc01', 77));
  const again = startSync(store, server.ports);
  await settled(again, store);
  expect(await store.device()).not.toBe(before);
  expect(server.memory.state.ops.at(-1)?.op).toMatchObject({ device: await store.device(), seq: 1, value: 77 });
  expect(await readAssessment(store, id)).toMatchObject({ answers: { values: { jc01: 77 } }, conflicts: [] });
  again.stop();
});

test('[Y7] a refused op is set aside with its reason and blocks nothing else', async () => {
  const store = await newStore();
  const server = testServer(store, {
    foresee: async () => {},
    judge: (op) => (op.value === 999 ? problem('input.out-of-range') : null),
  });
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 999));
  value(await setAnswer(store, id, 'jc02', 5));
  const sync = startSync(store, server.ports);
  await settled(sync, store);
  expect(server.memory.state.registers.get(`${id}|self/jc02`)?.register.heads).toHaveLength(1);
  expect(server.memory.state.registers.has(`${id}|self/jc01`)).toBe(false);
  // What was typed is still shown, and the outbox says why the server has not taken it.
  expect(await readAssessment(store, id)).toMatchObject({ answers: { values: { jc01: 999, jc02: 5 } }, quarantined: 1 });
  const [item] = await listOutbox(store);
  expect(item).toMatchObject({
    location: 'phone',
    quarantined: [{ problem: 'input.out-of-range', field: 'self/jc01', value: 999 }],
  });
  sync.stop();
});

test('[Y8] definitions and registry packs are fetched when their version changes, and only what changed', async () => {
  const store = await newStore();
  const server = testServer(store);
  const compiled = { format: 1, id: 'two-integration', edition: '2014-1', title: '新版' } as unknown as CompiledDefinition;
  const hash = hashOf(compiled);
  const listed = { id: 'two-integration', edition: '2014-1', title: '新版', hash, latest: true, minutes: 60 };
  server.reference.set('/api/definitions', { version: 'd1', definitions: [listed] });
  server.reference.set(`/api/definitions/${hash}`, compiled);
  const entry = {
    code: '91420100MA4KZZZZ1A',
    name: '江夏精工有限公司',
    initials: 'jxjgyxgs',
    region: '420115',
    industry: null,
    headcount: 5,
    revenue: null,
    address: null,
    demo: true,
    size: 'micro',
  };
  const headcount = {
    id: 'headcount',
    title: '从业人数',
    type: 'number',
    unit: '人',
    period: 'year',
    shelfLifeMonths: 18,
    levelOf: null,
    formula: '年末在册人数',
    options: [],
    provenance: { fidelity: 'tool-default', basis: [], note: null },
  };
  server.reference.set('/api/registry', {
    version: 'r1',
    packs: [{ id: 'p1', hash: 'a'.repeat(64), region: '420115', count: 1 }],
  });
  server.reference.set('/api/registry/packs/p1', { id: 'p1', hash: 'a'.repeat(64), entries: [entry] });
  server.reference.set('/api/facts', { facts: { headcount } });
  server.versions = { registry: 'r1', definitions: 'd1' };
  const sync = startSync(store, server.ports);
  await expect.poll(() => readEnterprise(store, entry.code)).toMatchObject({ name: entry.name, source: 'registry' });
  expect(await readDefinition(store, hash)).toMatchObject({ edition: '2014-1' });
  expect(await readFactDictionary(store)).toEqual({ headcount });
  await settled(sync, store);
  server.calls.length = 0;
  sync.now();
  await expect.poll(() => server.calls.length).toBeGreaterThan(0);
  await settled(sync, store);
  expect(server.calls.filter((path) => /^\/api\/(?:registry|definitions|facts)/u.test(path))).toEqual([]);
  // An edition whose bytes are not those of its hash is not kept.
  sync.stop();
});

test('[Y9] the search worker finds firms of packs and of this phone by name, initials and code', async () => {
  const store = await newStore();
  const names = ['江夏精工', '江汉机床', '武汉江夏船舶', '襄阳轴承'];
  const entries = names.map((name, index) => ({
    code: `9142010000000000${index}A`,
    name,
    initials: ['jxjg', 'jhjc', 'whjxcb', 'xyzc'][index] ?? '',
    region: index === 3 ? '420600' : '420115',
    industry: null,
    headcount: null,
    revenue: null,
    address: null,
    demo: false,
  }));
  await store.db.packs.put({
    id: 'p1',
    hash: 'h',
    region: '42',
    codes: entries.map(({ code }) => code),
    sealed: await store.codec.seal('packs', 'p1', entries),
  });
  value(await addEnterprise(store, enterprise({ name: '江夏新厂' })));
  const registry = openRegistrySearch(store);
  await registry.refresh();
  const search = async (text: string, regionPrefix: string | null = null) =>
    (await registry.search(text, { regionPrefix, limit: 10, offset: 0 })).entries.map(({ name }) => name);
  expect(await search('江夏')).toEqual(['江夏精工', '江夏新厂', '武汉江夏船舶']);
  expect(await search('jx')).toEqual(['江夏精工', '江夏新厂', '武汉江夏船舶']);
  expect(await search('91420100000000003')).toEqual(['襄阳轴承']);
  expect(await search('', '4206')).toEqual(['襄阳轴承']);
  let changes = 0;
  registry.onChange(() => (changes += 1));
  value(await addEnterprise(store, enterprise({ code: '91420100MA4KABCD4X', name: '后来加的' })));
  await expect.poll(() => search('后来')).toEqual(['后来加的']);
  expect(changes).toBeGreaterThan(0);
  registry.close();
});

test('[Y10] the rescue bundle opens with the recovery key and holds every unsent op and photo, byte for byte', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', '救我'));
  const picture = photo(id, 70_000, 8);
  value(await attachEvidence(store, id, 'jc01', picture));
  const { fileName, blob } = await makeRescueBundle(store);
  expect(fileName).toMatch(/^xunzhen-zhang-\d{8}T\d{4}\.txt$/);
  const text = await blob.text();
  expect(text).not.toContain('救我');
  const lines = text.trimEnd().split('\n');
  const header = JSON.parse(lines[1] ?? '') as RescueHeader;
  const [word, count, hash, signature] = lines.at(-1)?.split(' ') ?? [];
  expect([word, count, hash]).toEqual(['END', String(lines.length - 3), hashLines(lines.slice(0, -1))]);
  expect(signature?.length).toBeGreaterThan(80);
  const raw = await crypto.subtle.decrypt(
    { name: 'RSA-OAEP' },
    (await recoveryPair()).privateKey,
    fromBase64url(header.keyEnvelopes.recovery) ?? new Uint8Array(),
  );
  const key = await crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['decrypt']);
  const records: { record: RescueRecord; file: Uint8Array }[] = [];
  for (const [n, line] of lines.slice(2, -1).entries()) {
    const bytes = fromBase64url(line) ?? new Uint8Array();
    const additionalData = new TextEncoder().encode(recordBinding(header.bundle, n));
    const plain = new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData }, key, bytes.slice(12)),
    );
    const parts = unpackRecord(plain);
    if (parts === null) throw new Error('a record does not unpack');
    records.push({ record: JSON.parse(new TextDecoder().decode(parts.json)) as RescueRecord, file: parts.file });
  }
  const ops = records.flatMap(({ record }) => (record.kind === 'ops' ? record.ops : []));
  expect(ops).toHaveLength(5);
  expect(verifyChain(ops)).toBeNull();
  const file = records.find(({ record }) => record.kind === 'photo')?.file;
  expect(sha256Bytes(file ?? new Uint8Array())).toBe(picture.record.sha256);
});

test('[Y30] [promise 4] a cycle with nothing new sends and receives at most 10 KB', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  for (let answer = 0; answer < 60; answer += 1) value(await setAnswer(store, id, `q${answer}`, `一个回答 ${answer}`));
  let bytes = 0;
  const size = (text: string): number => new TextEncoder().encode(text).length;
  const fetch: typeof server.ports.fetch = async (input, init) => {
    const reply = await server.ports.fetch(input, init);
    const sent = `${new Request(input).url}${JSON.stringify(init?.headers ?? {})}${typeof init?.body === 'string' ? init.body : ''}`;
    bytes += size(sent) + size(JSON.stringify([...reply.headers])) + size(await reply.clone().text());
    return reply;
  };
  const sync = startSync(store, { ...server.ports, fetch });
  // What asks for a cycle while one runs is answered by that one.
  const first = cycleEnds(sync);
  const leave = sync.subscribe(({ phase }) => {
    if (phase === 'pulling') sync.now();
  });
  await first;
  leave();
  expect((await syncSummary(store)).pendingOps).toBe(0);
  await expect.poll(() => sync.state().nextTryAt).not.toBeNull();
  expect(Date.parse(sync.state().nextTryAt ?? '') - Date.now()).toBeGreaterThan(5000);
  const calls = server.calls.length;
  expect(bytes).toBeGreaterThan(10_000);
  bytes = 0;
  const second = cycleEnds(sync);
  sync.now();
  await second;
  expect(server.calls.slice(calls)).toEqual(['/api/sync/pull']);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(10_000);
  sync.stop();
});

test('[Y31] quick answers travel together after a rest; a submit travels at once', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  const at = Date.now();
  const sync = startSync(store, { ...server.ports, clock: { ...server.ports.clock, now: () => at } });
  await settled(sync, store);
  const pushes = (): number => server.calls.filter((path) => path === '/api/sync/push').length;
  const before = pushes();
  for (let answer = 0; answer < 6; answer += 1) value(await setAnswer(store, id, `q${answer}`, answer));
  expect(sync.state().nextTryAt).toBe(new Date(at + 1500).toISOString());
  expect(pushes()).toBe(before);
  value(await submitAssessment(store, id, { level: null, measures: {} }));
  expect(sync.state().nextTryAt).toBe(new Date(at).toISOString());
  await expect.poll(async () => (await syncSummary(store)).pendingOps, { timeout: 10_000 }).toBe(0);
  expect(pushes()).toBe(before + 1);
  sync.stop();
});

test('[Y32] on mobile data photos wait when the person said so, answers travel, and one tap sends them all the same', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  value(await attachEvidence(store, id, 'jc01', photo(id, 300_000, 6)));
  const sync = startSync(store, { ...server.ports, mayUpload: () => false });
  await settled(sync, store);
  expect(sync.state().paused).toBe(true);
  expect(await syncSummary(store)).toMatchObject({ pendingOps: 0, pendingPhotos: 1, bytesLeft: 300_000 });
  expect(server.files.size).toBe(0);
  sync.now(true);
  await expect.poll(async () => (await syncSummary(store)).pendingPhotos).toBe(0);
  expect(await syncSummary(store)).toMatchObject({ bytesLeft: 0 });
  // Only that once.
  value(await attachEvidence(store, id, 'jc01', photo(id, 200_000, 7)));
  await settled(sync, store);
  expect((await syncSummary(store)).pendingPhotos).toBe(1);
  sync.stop();
});

test('[Y32] the tap counts too while a cycle runs that has left the photos behind', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  value(await attachEvidence(store, id, 'jc01', photo(id, 300_000, 6)));
  const sync = startSync(store, { ...server.ports, mayUpload: () => false });
  const leave = sync.subscribe(({ paused }) => {
    if (!paused) return;
    leave();
    sync.now(true);
  });
  await expect.poll(async () => (await syncSummary(store)).pendingPhotos, { timeout: 15_000 }).toBe(0);
  sync.stop();
});

test('[Y33] room is made only by originals that the server confirms now; thumbnails and what it does not hold stay', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  const [sent, lost] = [
    value(await attachEvidence(store, id, 'jc01', photo(id, 1_500_000, 8))).evidenceId,
    value(await attachEvidence(store, id, 'jc01', photo(id, 400_000, 9))).evidenceId,
  ];
  const sync = startSync(store, server.ports);
  await settled(sync, store);
  await expect.poll(async () => (await syncSummary(store)).pendingPhotos).toBe(0);
  sync.stop();
  const waiting = value(await attachEvidence(store, id, 'jc01', photo(id, 250_000, 10))).evidenceId;
  expect((await syncSummary(store)).removable).toEqual({ count: 2, bytes: 1_900_000 });
  // The server lost one of the two since.
  server.committed.delete(lost);
  server.fault = 'offline';
  expect(await freeSpace(store, server.ports)).toMatchObject({ kind: 'refused', problem: { code: 'network.unreachable' } });
  server.fault = 'none';
  expect(await freeSpace(store, server.ports)).toEqual({ kind: 'ok', value: 1_500_000 });
  expect(await readEvidenceBytes(store, sent)).toBeNull();
  expect((await readThumbnail(store, sent))?.size).toBeGreaterThan(0);
  expect((await readEvidenceBytes(store, lost))?.size).toBe(400_000);
  expect((await readEvidenceBytes(store, waiting))?.size).toBe(250_000);
  expect((await readAssessment(store, id))?.evidence.find(({ evidenceId }) => evidenceId === sent)).toMatchObject({
    status: 'verified',
    here: false,
  });
  expect(isWhole(await storeHealth(store))).toBe(true);
});

test('[Y34] the check of the store finds what is missing: an op, a block of a photo, an upload', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  for (let answer = 0; answer < 5; answer += 1) value(await setAnswer(store, id, `q${answer}`, answer));
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', photo(id, 2_500_000, 11)));
  const whole = await storeHealth(store);
  expect([isWhole(whole), whole.chunks, whole.uploads]).toEqual([true, { expected: 3, found: 3 }, { expected: 1, found: 1 }]);
  expect(whole.ops).toEqual({ expected: whole.ops.found, found: 9 });
  await store.db.chunks.delete([evidenceId, 1]);
  expect(isWhole(await storeHealth(store))).toBe(false);
  await store.db.chunks.put({ evidenceId, n: 1, sealed: new ArrayBuffer(1) });
  await store.db.uploads.delete(evidenceId);
  expect((await storeHealth(store)).uploads).toEqual({ expected: 1, found: 0 });
  const first = await store.db.ops.toCollection().first();
  await store.db.ops.delete(first?.hash ?? '');
  expect((await storeHealth(store)).ops).toEqual({ expected: 9, found: 8 });
});

test('[Y70] [promise 15] a record that leaves the scope leaves the lists, its photo stays; it comes back whole', async () => {
  const store = await newStore();
  const server = testServer(store);
  const { people } = server.memory.state;
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 42));
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', photo(id, 2000, 5)));
  const sync = startSync(store, server.ports);
  await settled(sync, store);
  await expect.poll(async () => (await syncSummary(store)).pendingPhotos).toBe(0);
  people.set(store.profile.personId, '110000');
  sync.now();
  await expect.poll(() => listAssessments(store)).toEqual([]);
  expect(await readAssessment(store, id)).toBeNull();
  expect((await readEvidenceBytes(store, evidenceId))?.size).toBe(2000);
  people.set(store.profile.personId, '420000');
  await expect.poll(() => sync.state().phase).toBe('idle');
  sync.now();
  await expect.poll(async () => (await listAssessments(store)).map(({ assessmentId }) => assessmentId)).toEqual([id]);
  const back = await readAssessment(store, id);
  expect(back?.answers.values).toMatchObject({ jc01: 42 });
  sync.stop();
});

test('[Y80] a photo that the server refuses for what it is stays whole, says why, and is offered ever more rarely', async () => {
  const store = await newStore();
  const server = testServer(store);
  const id = await newAssessment(store);
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', photo(id, 5000, 4)));
  server.commitProblem = 'evidence.mixed';
  const offered = (): number => server.calls.filter((path) => path === '/api/evidence/commit').length;
  for (let cycle = 0; cycle < 20; cycle += 1) {
    const outcome = await uploadEvidence(store, server.ports, () => undefined);
    expect(outcome).toMatchObject({ kind: 'ok', value: { code: 'evidence.mixed' } });
  }
  // At first, then after 1, 2, 4, 8 and 16 cycles.
  expect(offered()).toBe(6);
  expect((await readAssessment(store, id))?.evidence).toMatchObject([{ evidenceId, problem: 'evidence.mixed' }]);
  expect((await readEvidenceBytes(store, evidenceId))?.size).toBe(5000);
  server.commitProblem = null;
  for (let cycle = 0; cycle < 13; cycle += 1) await uploadEvidence(store, server.ports, () => undefined);
  expect(server.committed.has(evidenceId)).toBe(true);
});
