/** What somebody typed and did not send, across the death of a page. */
import { readFormDraft } from '#store/queries/read-place.ts';
import type { DisputeText } from '#store/rows.ts';
import type { Store } from '#store/store.ts';

/** Waits until what is kept of a form holds these words; null: until nothing is kept. */
export async function kept(store: Store, form: string | DisputeText, words: string | null): Promise<void> {
  const holds = async (): Promise<boolean> => {
    const draft = await readFormDraft(store, form);
    return words === null ? draft === null : JSON.stringify(draft).includes(words);
  };
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Nothing of the page says goodbye. */
export function die(): void {
  document.body.replaceChildren();
}

export function boxed(text: string): boolean {
  return [...document.querySelectorAll('input')].some((input) => input.value === text);
}
