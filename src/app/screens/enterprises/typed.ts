/** What was typed in the search while this store is open: coming back finds the same list. Not in the address, which browsers keep. */
import type { Store } from '#store/store.ts';

const texts = new WeakMap<Store, string>();

export function typedSearch(store: Store): string {
  return texts.get(store) ?? '';
}

export function noteTypedSearch(store: Store, text: string): void {
  texts.set(store, text);
}
