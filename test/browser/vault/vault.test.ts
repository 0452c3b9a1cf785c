import { expect, test } from 'vitest';
import { refused } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { fromBase64url } from '#shared/base64url.ts';
import { browserChance, browserClock } from '#store/browser-clock.ts';
import { aesCodec } from '#store/codec.ts';
import { VaultDatabase } from '#store/vault-database.ts';
import { deviceKeys } from '#vault/device-keys.ts';
import { enrol } from '#vault/enrol.ts';
import { listProfiles } from '#vault/profile-rows.ts';
import { lock, openProfile } from '#vault/vault.ts';
import { enrolPorts, newAssessment, newPersonId, newStore, recoveryPair, sessionOf, value, wipe } from '../store/test-store.ts';

async function verifies(publicKey: string, signature: string, text: string): Promise<boolean> {
  const { kty, crv, x, y } = JSON.parse(publicKey) as JsonWebKey;
  const key = await crypto.subtle.importKey(
    'jwk',
    { kty, crv, x, y } as JsonWebKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const bytes = fromBase64url(signature) ?? new Uint8Array();
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes, new TextEncoder().encode(text));
}

test('[K1] enrolment tells the server the device key and the data key sealed to the recovery key', async () => {
  const id = newPersonId();
  const told: { publicKey: string; recoveryEnvelope: string | null }[] = [];
  const ports = {
    ...enrolPorts(),
    registerDevice: async (request: (typeof told)[number]) => (told.push(request), { kind: 'ok', value: null } as const),
  };
  const profile = value(await enrol(await sessionOf(id), ports));
  expect(profile).toMatchObject({ personId: id, name: '张工', role: 'surveyor' });
  const envelope = fromBase64url(told[0]?.recoveryEnvelope ?? '') ?? new Uint8Array();
  const raw = await crypto.subtle.decrypt({ name: 'RSA-OAEP' }, (await recoveryPair()).privateKey, envelope);
  const store = value(await openProfile(id));
  const assessment = await newAssessment(await withDefinition(store));
  const row = await store.db.assessments.get(assessment);
  const recovered = await crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['decrypt']);
  // Secrecy never costs evidence: the recovery key's holder opens what the phone sealed.
  expect(await aesCodec(recovered, id).open('assessments', assessment, row?.sealed ?? new ArrayBuffer(0))).toMatchObject({
    record: { definition: 'two-integration' },
  });
});

async function withDefinition(store: Awaited<ReturnType<typeof newStore>>) {
  await store.db.definitions.put({
    hash: 'd'.repeat(64),
    id: 'two-integration',
    edition: '2013-1',
    title: 't',
    latest: 1,
    minutes: 1,
    body: '{}',
  });
  return store;
}

test('[K2] keys in the vault cannot be exported, and sign', async () => {
  const store = await newStore();
  const device = await store.device();
  const vault = new VaultDatabase();
  const row = await vault.devices.get(device);
  if (row?.key.protection !== 'hard') throw new Error('Chromium keeps keys');
  expect(row.key.handle.extractable).toBe(false);
  const dataKey = (await vault.profiles.get(store.profile.personId))?.dataKey;
  if (dataKey?.protection !== 'device') throw new Error('enrolled without a secret');
  expect(dataKey.wrapping.extractable).toBe(false);
  const signature = value(await store.keys.sign(device, 'abc'));
  const description = await store.keys.describe(device);
  expect(await verifies(description?.publicKey ?? '{}', signature, 'abc')).toBe(true);
  expect(await verifies(description?.publicKey ?? '{}', signature, 'abd')).toBe(false);
  vault.close();
});

test('[K3] a browser that cannot keep keys gets a soft one, sealed, and the public key says so', async () => {
  const vault = new VaultDatabase();
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const person = newPersonId();
  const parts = { vault, person, codec: aesCodec(key, person), clock: browserClock, random: browserChance.bytes };
  const keys = deviceKeys({ ...parts, canKeepKeys: false });
  const device = await keys.make(null);
  const description = await keys.describe(device);
  expect(JSON.parse(description?.publicKey ?? '{}')).toMatchObject({ keyProtection: 'soft' });
  expect(await verifies(description?.publicKey ?? '{}', value(await keys.sign(device, 'abc')), 'abc')).toBe(true);
  expect((await vault.devices.get(device))?.key.protection).toBe('soft');
  vault.close();
});

test('[K4] a refused enrolment leaves no profile', async () => {
  const id = newPersonId();
  const ports = { ...enrolPorts(), registerDevice: async () => refused(problem('network.unreachable')) };
  expect(await enrol(await sessionOf(id), ports)).toMatchObject({ kind: 'refused', problem: { code: 'network.unreachable' } });
  expect((await listProfiles()).some(({ personId }) => personId === id)).toBe(false);
});

test('[K5] enrolling again renews the name and keeps device, keys and work', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const session = await sessionOf(store.profile.personId);
  const again = value(await enrol({ ...session, person: { ...session.person, name: '张工程师' } }, enrolPorts()));
  expect(again).toMatchObject({ name: '张工程师', device: store.profile.device });
  await lock(store);
  const reopened = value(await openProfile(store.profile.personId));
  expect(await reopened.db.assessments.get(id)).toBeDefined();
});

test('[K6] a store that lost its content writes as a fresh device, successor of the old one', async () => {
  const store = await newStore();
  const before = await store.device();
  await newAssessment(store);
  await lock(store);
  await wipe(store);
  const reopened = value(await openProfile(store.profile.personId));
  const after = await reopened.device();
  expect(after).not.toBe(before);
  expect(await reopened.keys.describe(after)).toMatchObject({ successorOf: before });
});

test('[K7] people on one phone have a database and a key each', async () => {
  const one = await newStore();
  const other = await newStore();
  const id = await newAssessment(one);
  const row = await one.db.assessments.get(id);
  await expect(other.codec.open('assessments', id, row?.sealed ?? new ArrayBuffer(0))).rejects.toThrow('does not open');
  expect(await other.db.assessments.count()).toBe(0);
});
