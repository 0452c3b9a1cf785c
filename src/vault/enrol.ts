/** Making somebody's keys on this phone. */
import type { DeviceId, PersonId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { aesCodec } from '#store/codec.ts';
import { databaseName, freeDatabaseName } from '#store/database.ts';
import { findCopy, listGenerations } from '#store/second-copy/find-copies.ts';
import { storageOutcome, withHandle } from '#store/store-gate.ts';
import type { DeviceDescription, Profile, Store } from '#store/store.ts';
import type { ProfileRow } from '#store/vault-database.ts';
import { makeDataKey } from './data-key.ts';
import { deviceKeys } from './device-keys.ts';
import { unwrapForPerson } from './personal-key.ts';
import { newestDevice, profileOf, vault } from './profile-rows.ts';
import { noTries } from './wrong-tries.ts';

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
  /** P-256 (JWK text): its orders are checked with it. */
  readonly serverPublicKey: string;
};

export type EnrolPorts = {
  readonly clock: Store['clock'];
  readonly random: Store['random'];
  readonly registerDevice: (request: DeviceDescription) => Promise<Outcome<null>>;
  /** The person's key at the server, base64url: the second copy can be opened with it. */
  readonly personalKey: () => Promise<Outcome<string>>;
};

/**
 * Makes keys for a person on this phone, or renews the profile of one who has them. Needs the network once. `secret` is the PIN or
 * passphrase a new profile opens with; null leaves it to the browser alone.
 */
export function enrol(session: EnrolSession, ports: EnrolPorts, secret: string | null = null): Promise<Outcome<Profile>> {
  return storageOutcome(async () => {
    const personId = session.person.id as PersonId;
    const known = await withHandle(vault, () => vault.profiles.get(personId));
    return known === undefined ? enrolAnew(session, ports, secret) : renew(known, session, ports);
  });
}

/** The device tells the server of itself again, so that the new session is this device's too and ends with it. */
async function renew(known: ProfileRow, session: EnrolSession, ports: EnrolPorts): Promise<Outcome<Profile>> {
  const description = await describeNewest(known);
  if (description !== null) {
    const registered = await ports.registerDevice(description);
    if (registered.kind === 'refused' && registered.problem.code === 'device.revoked') return registered;
  }
  const renewed = { ...known, ...toldBy(session) };
  await vault.profiles.put(renewed);
  return ok(profileOf(renewed));
}

async function enrolAnew(session: EnrolSession, ports: EnrolPorts, secret: string | null): Promise<Outcome<Profile>> {
  const { recoveryPublicKey } = session;
  const personId = session.person.id as PersonId;
  const personal = await ports.personalKey();
  // Without it a forgotten secret could not be replaced.
  if (personal.kind === 'refused' && secret !== null) return personal;
  const former = await formerStore(personId, personal);
  if (former.kind === 'refused') return former;
  const personalKey = personal.kind === 'ok' ? personal.value : null;
  const holders = { person: personId, recoveryPublicKey, personalKey };
  const { key, wrapped, recoveryEnvelope, personalEnvelope } = await makeDataKey(holders, former.value?.raw ?? null, secret);
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
  const database = former.value === null ? await freeDatabaseName(personId) : databaseName(personId);
  const begin = { device, lastOpenedAt, database, tries: noTries, leftOpen: false, storeBegun: false };
  const row: ProfileRow = { personId, ...toldBy(session), ...begin, dataKey: wrapped, recoveryEnvelope, personalEnvelope };
  await vault.profiles.put(row);
  return ok(profileOf(row));
}

function toldBy({ person, recoveryPublicKey, rescuePublicKey, serverPublicKey }: EnrolSession) {
  const { account, name, role, region, regionName, demo } = person;
  return { account, name, role, region, regionName, demo, recoveryPublicKey, rescuePublicKey, serverPublicKey };
}

async function describeNewest(row: ProfileRow): Promise<DeviceDescription | null> {
  const device = await vault.devices.get(await newestDevice(row));
  if (device === undefined) return null;
  const { publicKey, successorOf } = device;
  return {
    device: device.device as DeviceId,
    publicKey,
    successorOf: successorOf as DeviceId | null,
    recoveryEnvelope: row.recoveryEnvelope,
  };
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
