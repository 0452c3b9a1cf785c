import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import type { PersonId } from '#shared/ids.ts';
import { databaseName } from '#store/database.ts';
import { VaultDatabase } from '#store/vault-database.ts';
import type { ProfileRow } from '#store/vault-database.ts';
import { enrol } from '#vault/enrol.ts';
import { listProfiles } from '#vault/profile-rows.ts';
import { changeSecret, replaceSecret, setSecret } from '#vault/secrets.ts';
import { leastCost } from '#vault/stretch-cost.ts';
import { lock, openProfile, unlock } from '#vault/vault.ts';
import { enrolPorts, newAssessment, newPersonId, newStore, sessionOf, value } from '../store/test-store.ts';

const pin = '739164';

async function secured(): Promise<PersonId> {
  const id = newPersonId();
  value(await enrol(await sessionOf(id), enrolPorts(), pin));
  return id;
}

async function rowOf(id: PersonId): Promise<ProfileRow> {
  const vault = new VaultDatabase();
  const row = await vault.profiles.get(id);
  vault.close();
  if (row === undefined) throw new Error('no such profile');
  return row;
}

async function change(id: PersonId, part: Partial<ProfileRow>): Promise<void> {
  const vault = new VaultDatabase();
  await vault.profiles.update(id, part);
  vault.close();
}

test('[K10] a store with a PIN opens with it and with nothing else; locking lets go of the key', async () => {
  const id = await secured();
  expect(await openProfile(id)).toMatchObject({ kind: 'refused', problem: { code: 'storage.locked' } });
  expect(await unlock(id, '739165')).toMatchObject({ kind: 'refused', problem: { code: 'unlock.wrong', detail: { left: 9 } } });
  const store = value(await unlock(id, pin));
  const sealed = await store.codec.seal('t', '1', 'word');
  await lock(store);
  await expect(store.codec.open('t', '1', sealed)).rejects.toThrow('let go');
  await expect(store.codec.seal('t', '1', 'word')).rejects.toThrow('let go');
  expect(await openProfile(id)).toMatchObject({ kind: 'refused', problem: { code: 'storage.locked' } });
  expect(await value(await unlock(id, pin)).codec.open('t', '1', sealed)).toBe('word');
  expect((await rowOf(id)).tries.wrong).toBe(0);
});

test('[K11] what is stored says how the PIN was stretched: Argon2id at OWASP’s least or above, with keys nobody can export', async () => {
  const { dataKey } = await rowOf(await secured());
  if (dataKey.protection !== 'secret') throw new Error('not secured');
  expect(dataKey.derivation.name).toBe('argon2id');
  expect(dataKey.derivation.memory).toBeGreaterThanOrEqual(leastCost.memory);
  expect(leastCost.memory).toBeGreaterThanOrEqual(19 * 1024);
  expect(dataKey.derivation.passes).toBeGreaterThanOrEqual(2);
  expect(dataKey.derivation.salt).toHaveLength(32);
  expect(dataKey.mac.extractable).toBe(false);
});

test('[K12] the PIN alone is not enough: with another phone’s HMAC key nothing opens', async () => {
  const id = await secured();
  const { dataKey } = await rowOf(id);
  if (dataKey.protection !== 'secret') throw new Error('not secured');
  const mac = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  await change(id, { dataKey: { ...dataKey, mac } });
  expect(await unlock(id, pin)).toMatchObject({ kind: 'refused', problem: { code: 'unlock.wrong' } });
  await change(id, { dataKey });
  expect((await unlock(id, pin)).kind).toBe('ok');
});

test('[K13] ten wrong tries, with growing waits, ask for a sign-in; it sets a new PIN and everything is there', async () => {
  const id = await secured();
  const store = value(await unlock(id, pin));
  const sealed = await store.codec.seal('t', '1', 'word');
  await lock(store);
  for (let wrong = 1; wrong <= 10; wrong += 1) {
    // As if the wait were over.
    const { tries } = await rowOf(id);
    await change(id, { tries: { ...tries, notBefore: 0 } });
    const outcome = await unlock(id, '739165');
    const code = wrong === 10 ? 'unlock.online' : 'unlock.wrong';
    expect(outcome).toMatchObject({ kind: 'refused', problem: { code } });
    if (wrong >= 4 && wrong < 10) {
      expect(await unlock(id, pin)).toMatchObject({ kind: 'refused', problem: { code: 'unlock.wait' } });
      expect((await rowOf(id)).tries.wrong).toBe(wrong);
    }
  }
  expect(await unlock(id, pin)).toMatchObject({ kind: 'refused', problem: { code: 'unlock.online' } });
  const foreign = await replaceSecret(id, 'q'.repeat(43), '582047');
  expect(foreign).toMatchObject({ kind: 'refused', problem: { code: 'unlock.recovery' } });
  value(await replaceSecret(id, 'p'.repeat(43), '582047'));
  expect(await value(await unlock(id, '582047')).codec.open('t', '1', sealed)).toBe('word');
});

test('[K14] a new PIN asks for the old one, and the old one opens nothing any more', async () => {
  const id = await secured();
  expect(await changeSecret(id, '739165', '582047')).toMatchObject({ kind: 'refused', problem: { code: 'unlock.wrong' } });
  value(await changeSecret(id, pin, '582047'));
  expect(await unlock(id, pin)).toMatchObject({ kind: 'refused', problem: { code: 'unlock.wrong' } });
  expect((await unlock(id, '582047')).kind).toBe('ok');
});

test('[K15] a profile of an earlier version opens, gets a PIN, and keeps its work; the browser alone opens it no more', async () => {
  const store = await newStore();
  const id = store.profile.personId;
  const assessment = await newAssessment(store);
  await lock(store);
  // As version 2 of the vault kept it: without what came later.
  const vault = new VaultDatabase();
  await vault.open();
  const rows = await vault.profiles.toArray();
  const devices = await vault.devices.toArray();
  vault.close();
  await Dexie.delete('xunzhen-vault');
  const old = new Dexie('xunzhen-vault');
  old.version(2).stores({ profiles: 'personId', devices: 'device, personId' });
  await old.open();
  await old.table('profiles').bulkPut(
    rows.map((row) => {
      const { serverPublicKey: _1, tries: _2, database: _3, ...kept } = row;
      return kept;
    }),
  );
  await old.table('devices').bulkPut(devices);
  old.close();

  const upgraded = (await listProfiles()).find(({ personId }) => personId === id);
  expect(upgraded).toMatchObject({ secured: false, recoverable: true });
  expect(await rowOf(id)).toMatchObject({ serverPublicKey: null, tries: { wrong: 0, notBefore: 0 }, database: databaseName(id) });
  const again = value(await openProfile(id));
  expect(await again.db.assessments.get(assessment)).toBeDefined();
  value(await setSecret(id, pin));
  await lock(again);
  expect(await openProfile(id)).toMatchObject({ kind: 'refused', problem: { code: 'storage.locked' } });
  const unlocked = value(await unlock(id, pin));
  const row = await unlocked.db.assessments.get(assessment);
  await unlocked.codec.open('assessments', assessment, row?.sealed ?? new ArrayBuffer(0));
  expect((await rowOf(id)).dataKey).not.toHaveProperty('wrapping');
});

test('[K16] a person with a PIN is not enrolled without the key that replaces a forgotten one', async () => {
  const id = newPersonId();
  const ports = {
    ...enrolPorts(),
    personalKey: async () => ({ kind: 'refused', problem: { code: 'network.unreachable', detail: {} } }) as const,
  };
  expect(await enrol(await sessionOf(id), ports, pin)).toMatchObject({ kind: 'refused' });
  expect((await listProfiles()).some(({ personId }) => personId === id)).toBe(false);
});
