/** What a server may order a phone that was taken out of use. */
import type { DeviceId, PersonId } from '#shared/ids.ts';
import { removeCopies } from '#store/second-copy/find-copies.ts';
import { withHandle } from '#store/store-gate.ts';
import { newestDevice, profileRow, vault } from './profile-rows.ts';
import { verifyServer } from './server-key.ts';

/** `RevokeOrder` of the protocol fits. */
export type Order = {
  readonly device: string;
  readonly mode: 'lost' | 'transfer';
  readonly at: string;
  readonly signature: string;
};

/** Devices whose orders concern this phone: the newest of each person. */
export async function newestDevices(): Promise<readonly { readonly personId: PersonId; readonly device: DeviceId }[]> {
  const rows = await withHandle(vault, () => vault.profiles.toArray());
  const found = await Promise.all(rows.map(async (row) => ({ personId: row.personId, device: await newestDevice(row) })));
  return found;
}

/** Whether the server that this phone enrolled at gave that order to a device of this person. Another's, or one that was changed, is none. */
export async function isGenuine(personId: PersonId, order: Order): Promise<boolean> {
  const [profile, device] = await Promise.all([profileRow(personId), vault.devices.get(order.device)]);
  const key = profile?.serverPublicKey ?? null;
  if (key === null || device?.personId !== personId) return false;
  return verifyServer(key, `revoke|${order.device}|${order.mode}|${order.at}`, order.signature);
}

/**
 * Destroys every key of a person on this phone: the wrapped data key, the device keys, the envelopes in the second copy. What they sealed
 * stays; of the holders of the data key only the organisation's recovery key is left, at the server.
 */
export async function shred(personId: PersonId): Promise<void> {
  await withHandle(vault, () =>
    vault.transaction('rw', vault.profiles, vault.devices, async () => {
      await vault.profiles.delete(personId);
      await vault.devices.where('personId').equals(personId).delete();
    }),
  );
  await removeCopies(personId);
}
