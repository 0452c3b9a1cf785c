/** Client of the search worker: the registry is opened there once and searched in memory. */
import type { RegistryEntry } from '#replica/client-state.ts';
import type { Store } from './store.ts';

/** A firm that can be found: from a registry pack, or made by a phone. */
export type FoundEnterprise = RegistryEntry & { readonly source: 'registry' | 'phone' | 'others' };

export type SearchReply = { readonly total: number; readonly entries: readonly FoundEnterprise[] };

export type RegistrySearch = {
  /** By part of the name, pinyin initials or credit code; best first. An empty text lists all by name. `regionPrefix` narrows. */
  readonly search: (text: string, options: { readonly regionPrefix: string | null; readonly limit: number; readonly offset: number }) => Promise<SearchReply>;
  /** Takes in what changed since (packs, firms made on this phone). Called by itself when the database changes. */
  readonly refresh: () => Promise<{ readonly total: number }>;
  /** Grows when entries changed, for screens that show a result. */
  readonly onChange: (listener: () => void) => () => void;
  readonly close: () => void;
};

export function openRegistrySearch(store: Store): RegistrySearch {
  throw new Error(`not built yet ${store.profile.personId}`);
}
