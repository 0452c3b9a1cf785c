/** The one search worker of an open store: opened when first needed, kept while the store is open. */
import { openRegistrySearch, type RegistrySearch } from '#store/registry-search.ts';
import type { Store } from '#store/store.ts';

const searches = new WeakMap<Store, RegistrySearch>();

export function registrySearch(store: Store): RegistrySearch {
  const known = searches.get(store);
  if (known !== undefined) return known;
  const opened = openRegistrySearch(store);
  searches.set(store, opened);
  return opened;
}

export function closeRegistrySearch(store: Store): void {
  searches.get(store)?.close();
  searches.delete(store);
}
