import type { Head } from '#oplog/op.ts';
import type { Store } from '../store.ts';
import type { DisputedValue } from '../views.ts';

/** Puts names to the authors of these heads, and returns how each of them, or some, are told: earliest first. */
export async function tellHeads(
  store: Store,
  heads: readonly Head[],
): Promise<(some: readonly Head[]) => readonly DisputedValue[]> {
  const { personId, name } = store.profile;
  const others = [...new Set(heads.map(({ author }) => author as string))].filter((id) => id !== personId);
  const rows = others.length === 0 ? [] : (await store.db.people.bulkGet(others)).filter((row) => row !== undefined);
  const names = new Map([[personId as string, name]]);
  // Nothing is awaited on the way when nobody is to be named: inside a live query opening ends the reading.
  if (rows.length > 0) {
    const opened = await Promise.resolve(Promise.all(rows.map((row) => store.codec.open('people', row.personId, row.sealed))));
    rows.forEach((row, at) => names.set(row.personId, opened[at] as string));
  }
  const tell = ({ hash, value, author, wallTime }: Head): DisputedValue => {
    return { hash, value, author, name: names.get(author) ?? null, mine: author === personId, wallTime };
  };
  return (some) => some.toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1)).map(tell);
}
