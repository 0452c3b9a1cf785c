import { expect, test } from 'vitest';
import type { PersonId } from '#shared/ids.ts';
import { VaultDatabase } from '#store/vault-database.ts';
import { isGenuine, newestDevices, shred } from '#vault/device-orders.ts';
import type { Order } from '#vault/device-orders.ts';
import { enrol } from '#vault/enrol.ts';
import { listProfiles } from '#vault/profile-rows.ts';
import { lock, openProfile } from '#vault/vault.ts';
import { enrolPorts, newAssessment, newStore, sessionOf, signedByServer, value } from '../store/test-store.ts';

async function order(
  device: string,
  mode: Order['mode'],
  signed = `revoke|${device}|${mode}|2026-11-21T00:00:00.000Z`,
): Promise<Order> {
  return { device, mode, at: '2026-11-21T00:00:00.000Z', signature: await signedByServer(signed) };
}

test('[K20] only an order that the server signed for a device of this person is one', async () => {
  const store = await newStore();
  const other = await newStore();
  const { personId } = store.profile;
  const device = await store.device();
  expect(await newestDevices()).toContainEqual({ personId, device });
  const given = await order(device, 'lost');
  expect(await isGenuine(personId, given)).toBe(true);
  expect(await isGenuine(personId, { ...given, mode: 'transfer' })).toBe(false);
  expect(await isGenuine(personId, { ...given, at: '2026-11-22T00:00:00.000Z' })).toBe(false);
  expect(await isGenuine(personId, { ...given, signature: '' })).toBe(false);
  expect(await isGenuine(personId, { ...given, signature: `${given.signature.slice(0, -4)}AAAA` })).toBe(false);
  expect(await isGenuine(personId, await order(await other.device(), 'lost'))).toBe(false);
  expect(await isGenuine(other.profile.personId, given)).toBe(false);
  expect(await isGenuine('nobody' as PersonId, given)).toBe(false);
});

test('[K21] shredding leaves no key of the person, spares the others, and their next enrolment begins beside what stays sealed', async () => {
  const store = await newStore();
  const { personId } = store.profile;
  const other = await newStore();
  const assessment = await newAssessment(store);
  const kept = (await store.db.assessments.get(assessment))?.sealed;
  const { name } = store.db;
  await lock(store);
  await shred(personId);
  const vault = new VaultDatabase();
  expect(await vault.profiles.get(personId)).toBeUndefined();
  expect(await vault.devices.where('personId').equals(personId).count()).toBe(0);
  vault.close();
  expect((await listProfiles()).map((profile) => profile.personId)).toContain(other.profile.personId);
  expect(await openProfile(personId)).toMatchObject({ kind: 'refused', problem: { code: 'access.not-found' } });

  value(await enrol(await sessionOf(personId), enrolPorts()));
  const anew = value(await openProfile(personId));
  expect(anew.db.name).not.toBe(name);
  expect(await anew.db.assessments.count()).toBe(0);
  await expect(anew.codec.open('assessments', assessment, kept ?? new ArrayBuffer(0))).rejects.toThrow('does not open');
  await expect(newAssessment(await withDefinition(anew))).resolves.toBeTruthy();
});

async function withDefinition(store: Awaited<ReturnType<typeof newStore>>) {
  const edition = { id: 'two-integration', edition: '2013-1', title: 't', latest: 1, minutes: 1, body: '{}' } as const;
  await store.db.definitions.put({ hash: 'd'.repeat(64), ...edition });
  return store;
}
