import { createSignal, type Accessor } from 'solid-js';

/** Keeps one text as it is typed; `take` gets what an earlier try left. `sent`: what is typed now needs no keeping any more. */
export type KeepText = (text: Accessor<string>, take: (text: string) => void) => { readonly sent: () => void };

/** The same for what is typed about values that contradict each other, by the hashes of their ops. */
export type KeepDisputed = (heads: Accessor<readonly string[]>) => KeepText;

/** A text that is typed and sent later; `keep` null: it is kept nowhere. `onBack` hears of what comes back. */
export function createKeptText(keep: KeepText | null, onBack?: (text: string) => void) {
  const [text, type] = createSignal('');
  const take = (back: string): void => {
    type(back);
    onBack?.(back);
  };
  // oxlint-disable-next-line solid/reactivity -- Whoever keeps it follows it.
  const kept = keep?.(text, take);
  return { text, type, sent: () => kept?.sent() };
}
