/** The vault's rows, and what of them may be shown. */
import type { DeviceId, PersonId } from '#shared/ids.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Profile } from '#store/store.ts';
import { VaultDatabase } from '#store/vault-database.ts';
import type { ProfileRow } from '#store/vault-database.ts';

export const vault = new VaultDatabase();

/** Last opened first. */
export async function listProfiles(): Promise<readonly Profile[]> {
  const rows = await withHandle(vault, () => vault.profiles.toArray());
  return rows.map(profileOf).sort((a, b) => (a.lastOpenedAt < b.lastOpenedAt ? 1 : -1));
}

export function profileRow(personId: PersonId): Promise<ProfileRow | undefined> {
  return withHandle(vault, () => vault.profiles.get(personId));
}

/** The device that writes now: the newest of the person. */
export async function newestDevice(row: ProfileRow): Promise<DeviceId> {
  const devices = await vault.devices.where('personId').equals(row.personId).sortBy('createdAt');
  return (devices.at(-1)?.device ?? row.device) as DeviceId;
}

export function profileOf(row: ProfileRow): Profile {
  const { personId, account, name, role, region, regionName, demo, device, lastOpenedAt, leftOpen } = row;
  const secured = row.dataKey.protection === 'secret';
  const recoverable = row.personalEnvelope !== null;
  return { personId, account, name, role, region, regionName, demo, device, lastOpenedAt, leftOpen, secured, recoverable };
}
