import type { RegistryEntry } from '#replica/client-state.ts';
import type { Store } from '../store.ts';

/** All firms of the registry packs. Tens of thousands: screens search through `openRegistrySearch`, which does this in a worker. */
export async function readRegistryEntries(store: Store): Promise<readonly RegistryEntry[]> {
  const rows = await store.db.packs.toArray();
  const packs = rows.map(async (row) => (await store.codec.open('packs', row.id, row.sealed)) as readonly RegistryEntry[]);
  return (await Promise.resolve(Promise.all(packs))).flat();
}
