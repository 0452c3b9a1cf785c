import type { Store } from '../store.ts';

/** Names by person id, this phone's own person among them. */
export async function listPeople(store: Store): Promise<ReadonlyMap<string, string>> {
  const rows = await store.db.people.toArray();
  const names = await Promise.resolve(Promise.all(rows.map((row) => store.codec.open('people', row.personId, row.sealed))));
  const { personId, name } = store.profile;
  return new Map([[personId as string, name], ...rows.map(({ personId: id }, at) => [id, names[at] as string] as const)]);
}
