/** Databases as earlier versions of the app left them, with a long outbox and many photos, opened by this version. */
import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { verifyChain } from '#oplog/verify-chain.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswers } from '#store/commands/set-answer.ts';
import { databaseName, StoreDatabase } from '#store/database.ts';
import { isWhole, storeHealth } from '#store/queries/store-health.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { VaultDatabase } from '#store/vault-database.ts';
import { exchange } from '#sync/exchange.ts';
import { uploadEvidence } from '#sync/upload-evidence.ts';
import { lock, openProfile } from '#vault/vault.ts';
import { testServer } from '../sync/test-server.ts';
import { newAssessment, newPersonId, newStore, photo, value } from './test-store.ts';

const first = {
  meta: 'key',
  ops: 'hash, [device+seq], registerKey, owner, [offered+device+seq], [offered+order], state, order',
  registers: 'key, entityId, owner, baseEra',
  assessments: 'assessmentId, enterprise, updatedAt',
  evidence: 'evidenceId, assessment',
  chunks: '[evidenceId+n]',
  thumbnails: 'evidenceId',
  uploads: 'evidenceId, assessment',
  scores: 'assessmentId',
  enterprises: 'code',
  packs: 'id, *codes',
  definitions: 'hash, id',
  places: 'assessmentId, at',
};

/** Tables and indexes of each earlier version, as it was released. A new version adds the one before it here. */
const earlier: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: first,
  2: {
    ops: 'hash, [device+seq], registerKey, owner, [offered+device+seq], [offered+order], state, order, [offered+owner], [state+owner]',
  },
  3: { people: 'personId', registers: 'key, entityId, owner, baseEra, disputed' },
  4: { visits: 'visitId, enterprise, date, state', actions: 'actionId, enterprise, due, state' },
};

/** What rows of a version lacked. */
const withoutLater: Readonly<Record<number, (table: string, row: object) => object>> = {
  1: unmarked,
  2: unmarked,
};

/** Contradictions were not marked before the third version. */
function unmarked(table: string, row: object): object {
  if (table !== 'registers') return row;
  const { disputed: _disputed, ...rest } = row as { readonly disputed?: number };
  return rest;
}

test('every earlier version has its fixture', () => {
  const { verno } = new StoreDatabase(newPersonId());
  expect(Object.keys(earlier).map(Number)).toEqual(Array.from({ length: verno - 1 }, (_, index) => index + 1));
});

test.each(Object.keys(earlier).map(Number))(
  '[T50] [promise 1] 1,000 unsent ops and 50 photos of version %i are all there after the upgrade and reach the server',
  async (version) => {
    const store = await newStore();
    const person = store.profile.personId;
    const id = await newAssessment(store);
    for (let step = 0; step < 45; step += 1) {
      const changes = Array.from({ length: 20 }, (_, index) => ({
        path: `q${String(step)}_${String(index)}`,
        value: step * 20 + index,
        basis: null,
      }));
      value(await setAnswers(store, id, changes));
    }
    for (let index = 0; index < 50; index += 1)
      value(await attachEvidence(store, id, `q0_${String(index % 20)}`, photo(id, 60_000, index)));
    const before = await store.reader.allOwnOps();
    expect(before.length).toBeGreaterThanOrEqual(1000);
    const view = await readAssessment(store, id);
    expect(view?.pendingOps).toBeGreaterThanOrEqual(1000);
    await lock(store);
    await rewriteAs(version, person);

    const upgraded = value(await openProfile(person));
    expect(upgraded.db.verno).toBe(new StoreDatabase(databaseName(person)).verno);
    expect(await upgraded.reader.allOwnOps()).toEqual(before);
    expect(verifyChain((await upgraded.reader.allOwnOps()).map(({ op }) => op))).toBeNull();
    expect((await readAssessment(upgraded, id))?.answers).toEqual(view?.answers);
    expect(await readAssessment(upgraded, id)).toMatchObject({ pendingOps: view?.pendingOps });
    expect(isWhole(await storeHealth(upgraded))).toBe(true);

    const server = testServer(upgraded);
    value(await exchange(upgraded, server.ports, () => undefined));
    value(await uploadEvidence(upgraded, server.ports, () => undefined));
    expect(server.memory.state.ops.map(({ op }) => op.hash)).toEqual(before.map(({ op }) => op.hash));
    expect(server.committed.size).toBe(50);
    value(await setAnswers(upgraded, id, [{ path: 'q0_0', value: '升级之后', basis: null }]));
  },
);

test('[T50] a vault of the first version opens, and its people lack nothing but what came later', async () => {
  const name = `vault-${newPersonId()}`;
  const old = new Dexie(name);
  old.version(1).stores({ profiles: 'personId', devices: 'device, personId' });
  await old.table('profiles').put({ personId: 'p1', name: '张工', recoveryEnvelope: 'e', storeBegun: true });
  await old.table('devices').put({ device: 'd1', personId: 'p1' });
  old.close();
  const vault = new VaultDatabase(name);
  expect(await vault.profiles.get('p1' as never)).toEqual({
    personId: 'p1',
    name: '张工',
    recoveryEnvelope: 'e',
    storeBegun: true,
    personalEnvelope: null,
    serverPublicKey: null,
    tries: { wrong: 0, notBefore: 0 },
    database: databaseName('p1'),
  });
  expect(await vault.devices.count()).toBe(1);
  vault.close();
  await Dexie.delete(name);
});

/** The same rows in a database made by an earlier version. */
async function rewriteAs(version: number, person: string): Promise<void> {
  const present = await new StoreDatabase(databaseName(person)).open();
  const rows = new Map<string, readonly object[]>();
  for (const table of present.tables) rows.set(table.name, (await table.toArray()) as readonly object[]);
  present.close();
  await Dexie.delete(databaseName(person));
  const old = new Dexie(databaseName(person));
  for (let each = 1; each <= version; each += 1) old.version(each).stores(earlier[each] ?? {});
  await old.open();
  for (const table of old.tables) {
    const held = rows.get(table.name) ?? [];
    await table.bulkPut(held.map((row) => withoutLater[version]?.(table.name, row) ?? row));
  }
  old.close();
}
