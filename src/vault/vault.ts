/** People enrolled on this phone and the keys that open their stores. */
import type { DeviceId, PersonId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { browserChance, browserClock } from '#store/browser-clock.ts';
import { aesCodec } from '#store/codec.ts';
import { openStore } from '#store/open-store.ts';
import type { CopyHeader } from '#store/second-copy/copy-format.ts';
import { findCopy, listGenerations } from '#store/second-copy/find-copies.ts';
import { storageOutcome, withHandle } from '#store/store-gate.ts';
import type { DeviceDescription, Profile, Store } from '#store/store.ts';
import { VaultDatabase } from '#store/vault-database.ts';
import type { ProfileRow } from '#store/vault-database.ts';
import { makeDataKey, rewrapForPerson, unwrapDataKey } from './data-key.ts';
import { deviceKeys } from './device-keys.ts';
import { unwrapForPerson } from './personal-key.ts';

/** The part of the server's session that enrolment needs (`SessionReply` of the protocol fits). */
export type EnrolSession = {
  readonly person: {
    readonly id: string;
    readonly account: string;
    readonly name: string;
    readonly role: Profile['role'];
    readonly region: string;
    readonly regionName: string;
    readonly demo: boolean;
  };
  readonly recoveryPublicKey: string;
  readonly rescuePublicKey: string;
};

export type EnrolPorts = {
  readonly clock: Store['clock'];
  readonly random: Store['random'];
  readonly registerDevice: (request: DeviceDescription) => Promise<Outcome<null>>;
  /** The person's key at the server, base64url: the second copy can be opened with it. */
  readonly personalKey: () => Promise<Outcome<string>>;
};

/** Last opened first. */
export async function listProfiles(): Promise<readonly Profile[]> {
  const rows = await withHandle(vault, () => vault.profiles.toArray());
  return rows.map(profileOf).sort((a, b) => (a.lastOpenedAt < b.lastOpenedAt ? 1 : -1));
}

/** Makes keys for a person on this phone, or renews the profile of one who has them. Needs the network once. */
export function enrol(session: EnrolSession, ports: EnrolPorts): Promise<Outcome<Profile>> {
  return storageOutcome(async () => {
    const { person, recoveryPublicKey, rescuePublicKey } = session;
    const personId = person.id as PersonId;
    const { account, name, role, region, regionName, demo } = person;
    const told = { account, name, role, region, regionName, demo };
    const known = await withHandle(vault, () => vault.profiles.get(personId));
    if (known !== undefined) {
      const renewed = { ...known, ...told, recoveryPublicKey, rescuePublicKey };
      await vault.profiles.put(renewed);
      return ok(profileOf(renewed));
    }
    const personal = await ports.personalKey();
    const former = await formerStore(personId, personal);
    if (former.kind === 'refused') return former;
    const personalKey = personal.kind === 'ok' ? personal.value : null;
    const holders = { person: personId, recoveryPublicKey, personalKey };
    const { key, wrapped, recoveryEnvelope, personalEnvelope } = await makeDataKey(holders, former.value?.raw ?? null);
    const { clock, random } = ports;
    const keys = deviceKeys({ vault, person: personId, codec: aesCodec(key, personId), clock, random: random.bytes });
    const device = await keys.make(former.value?.device ?? null);
    const description = await keys.describe(device);
    if (description === null) return refused(problem('storage.unavailable', { reason: 'device-key' }));
    const registered = await ports.registerDevice({ ...description, recoveryEnvelope });
    if (registered.kind === 'refused') {
      await vault.devices.delete(device);
      return registered;
    }
    const lastOpenedAt = new Date(clock.now()).toISOString();
    const row: ProfileRow = {
      personId,
      ...told,
      device,
      lastOpenedAt,
      dataKey: wrapped,
      recoveryEnvelope,
      personalEnvelope,
      recoveryPublicKey,
      rescuePublicKey,
      leftOpen: false,
      storeBegun: false,
    };
    await vault.profiles.put(row);
    return ok(profileOf(row));
  });
}

/** Works offline. The same store is handed out until it is locked. */
export function openProfile(personId: PersonId): Promise<Outcome<Store>> {
  const known = opened.get(personId);
  if (known !== undefined) return known;
  const opening = open(personId);
  opened.set(personId, opening);
  void opening.then(
    ({ kind }) => (kind === 'refused' ? opened.delete(personId) : null),
    () => opened.delete(personId),
  );
  return opening;
}

/** What the header of the person's second copy says. */
export async function secondCopyHeader(store: Store): Promise<CopyHeader> {
  const { personId } = store.profile;
  const row = await withHandle(vault, () => vault.profiles.get(personId));
  if (row === undefined) throw new Error('an open store has a profile');
  const { account, name, recoveryEnvelope, personalEnvelope } = row;
  const device = await store.device();
  return { kind: 'header', format: 1, person: personId, account, name, device, recoveryEnvelope, personalEnvelope };
}

/** For people enrolled before there was such a key, or while the server did not give it. */
export async function lacksPersonalEnvelope(personId: PersonId): Promise<boolean> {
  const row = await withHandle(vault, () => vault.profiles.get(personId));
  return row !== undefined && row.personalEnvelope === null;
}

export async function keepPersonalEnvelope(personId: PersonId, personalKey: string): Promise<void> {
  const row = await withHandle(vault, () => vault.profiles.get(personId));
  if (row === undefined) return;
  const personalEnvelope = await rewrapForPerson(row.dataKey, personalKey, personId);
  await vault.profiles.update(personId, { personalEnvelope });
}

/** Forgets the key and closes the database; nothing is deleted. */
export async function lock(store: Store): Promise<void> {
  opened.delete(store.profile.personId);
  await withHandle(vault, () => vault.profiles.update(store.profile.personId, { leftOpen: false })).catch(() => undefined);
  await store.gate.shut();
  store.db.close();
}

const vault = new VaultDatabase();
const opened = new Map<PersonId, Promise<Outcome<Store>>>();

function open(personId: PersonId): Promise<Outcome<Store>> {
  return storageOutcome(async () => {
    const row = await withHandle(vault, () => vault.profiles.get(personId));
    if (row === undefined) return refused(problem('access.not-found', { entity: personId }));
    const codec = aesCodec(await unwrapDataKey(row.dataKey), personId);
    const parts = { clock: browserClock, random: browserChance };
    const keys = deviceKeys({ vault, person: personId, codec, clock: parts.clock, random: parts.random.bytes });
    const lastOpenedAt = new Date(parts.clock.now()).toISOString();
    // A full disk must not keep anybody from what is already on it.
    await vault.profiles.update(personId, { lastOpenedAt, leftOpen: true }).catch(() => undefined);
    // The mark is set before the store begins: a kill in between costs a device id, never the same id twice.
    const firstDevice = async (): Promise<DeviceId> => {
      const begun = (await vault.profiles.get(personId))?.storeBegun === true;
      const device = begun ? await keys.make(row.device) : row.device;
      await vault.profiles.update(personId, { storeBegun: true, device });
      return device;
    };
    return ok(
      await openStore({ ...parts, profile: { ...profileOf(row), lastOpenedAt, leftOpen: true }, codec, keys, firstDevice }),
    );
  });
}

/**
 * Key and device of a store that was lost with the vault, read from its second copy. A copy that this person's key does not open
 * stays where it is; without the key nobody can tell, so the sign-in is tried again.
 */
async function formerStore(
  personId: PersonId,
  personalKey: Outcome<string>,
): Promise<Outcome<{ readonly raw: Uint8Array<ArrayBuffer>; readonly device: DeviceId } | null>> {
  const generations = await listGenerations(personId).catch(() => []);
  if (generations.length === 0) return ok(null);
  if (personalKey.kind === 'refused') return personalKey;
  for (const generation of generations) {
    const header = (await findCopy(personId, generation))?.header;
    const envelope = header?.personalEnvelope ?? null;
    if (header === undefined || envelope === null) continue;
    const raw = await unwrapForPerson(envelope, personalKey.value, personId);
    if (raw !== null) return ok({ raw, device: header.device as DeviceId });
  }
  return ok(null);
}

function profileOf(row: ProfileRow): Profile {
  const { personId, account, name, role, region, regionName, demo, device, lastOpenedAt, leftOpen } = row;
  return { personId, account, name, role, region, regionName, demo, device, lastOpenedAt, leftOpen };
}
