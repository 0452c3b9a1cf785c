import { sealPerson } from '../rows.ts';
import { withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';

/** Names of colleagues as the server told them, so that a visit can be planned with them offline. */
export async function keepPeople(
  store: Store,
  people: readonly { readonly person: string; readonly name: string }[],
): Promise<void> {
  const others = people.filter(({ person }) => person !== store.profile.personId);
  const known = await withHandle(store.db, () => store.db.people.bulkGet(others.map(({ person }) => person)));
  const fresh = others.filter((_, at) => known[at] === undefined);
  if (fresh.length === 0) return;
  const rows = await Promise.all(fresh.map(({ person, name }) => sealPerson(store.codec, person, name)));
  await withHandle(store.db, () => store.db.people.bulkPut(rows));
}
