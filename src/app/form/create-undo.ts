import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** How long the last removal can be taken back, and how long it is kept from the disk. */
export const undoMs = 6_000;

/** The last thing taken away or taken over, as long as that can be undone. */
export type Undo = { readonly kind: 'cleared' | 'row-removed' | 'adopted' | 'verified' | 'withdrawn'; readonly run: () => void };

export type UndoOffer = {
  readonly current: Accessor<Undo | null>;
  readonly offer: (undo: Undo) => void;
  readonly end: () => void;
};

export function createUndo(): UndoOffer {
  const [current, setCurrent] = createSignal<Undo | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const end = (): void => {
    clearTimeout(timer);
    setCurrent(null);
  };
  return {
    current,
    offer: (undo) => {
      clearTimeout(timer);
      setCurrent(undo);
      timer = setTimeout(end, undoMs);
    },
    end,
  };
}
