/** Opening and locking the stores of the people enrolled on this phone. */
import type { DeviceId, PersonId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { browserChance, browserClock } from '#store/browser-clock.ts';
import { aesCodec } from '#store/codec.ts';
import { openStore } from '#store/open-store.ts';
import type { CopyJob } from '#store/second-copy/copy-messages.ts';
import { storageOutcome, withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';
import { stopWriter } from '#store/writer.ts';
import { rewrapForPerson, unwrapDataKey } from './data-key.ts';
import { deviceKeys } from './device-keys.ts';
import { profileOf, profileRow, vault } from './profile-rows.ts';
import { trySecret } from './secrets.ts';

/** Works offline. The same store is handed out until it is locked. Refused `storage.locked` where a secret is asked for. */
export function openProfile(personId: PersonId): Promise<Outcome<Store>> {
  return opened.get(personId) ?? keepOpening(personId, open(personId, null));
}

/** Opens with the person's secret; refusals as `trySecret`. */
export async function unlock(personId: PersonId, secret: string): Promise<Outcome<Store>> {
  const tried = await trySecret(personId, (row) => unwrapDataKey(row, secret));
  if (tried.kind === 'refused') return tried;
  return opened.get(personId) ?? keepOpening(personId, open(personId, tried.value));
}

/** What the header of the person's second copy says. */
export async function secondCopyHeader(store: Store): Promise<CopyJob['header']> {
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
  const row = await profileRow(personId);
  const personalEnvelope = row === undefined ? null : await rewrapForPerson(row, personalKey);
  if (personalEnvelope !== null) await vault.profiles.update(personId, { personalEnvelope });
}

/** Forgets the key and closes the database; nothing is deleted. */
export async function lock(store: Store): Promise<void> {
  opened.delete(store.profile.personId);
  await withHandle(vault, () => vault.profiles.update(store.profile.personId, { leftOpen: false })).catch(() => undefined);
  await store.gate.shut();
  stopWriter(store);
  store.known.forget();
  store.codec.forget();
  store.db.close();
}

const opened = new Map<PersonId, Promise<Outcome<Store>>>();

function keepOpening(personId: PersonId, opening: Promise<Outcome<Store>>): Promise<Outcome<Store>> {
  opened.set(personId, opening);
  void opening.then(
    ({ kind }) => (kind === 'refused' ? opened.delete(personId) : null),
    () => opened.delete(personId),
  );
  return opening;
}

function open(personId: PersonId, unlocked: CryptoKey | null): Promise<Outcome<Store>> {
  return storageOutcome(async () => {
    const row = await profileRow(personId);
    if (row === undefined) return refused(problem('access.not-found', { entity: personId }));
    const key = unlocked ?? (await unwrapDataKey(row, null));
    if (key === null) return refused(problem('storage.locked'));
    const codec = aesCodec(key, personId);
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
    const profile = { ...profileOf(row), lastOpenedAt, leftOpen: true };
    return ok(await openStore({ ...parts, profile, database: row.database, codec, keys, firstDevice }));
  });
}
