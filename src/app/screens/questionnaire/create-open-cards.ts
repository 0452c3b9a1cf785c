import { createEffect, createMemo, createSignal, untrack, type Accessor } from 'solid-js';
import type { Section } from '#definition/compiled.ts';
import type { Completeness } from '#diagnosis/completeness.ts';
import { cardsOf, inputsOf, type Card } from '#app/form/cards.ts';
import type { Form } from '#app/form/create-form.ts';

/** A card, and the section it stands in; `number` counts sections from 1. */
export type OpenCard = { readonly card: Card; readonly section: Section; readonly number: number };

export type OpenCards = {
  /** Every card of the form that asks something, in order; the same object for the same card. */
  readonly all: Accessor<readonly OpenCard[]>;
  /** What was open since the last `refresh`: one that was answered meanwhile stays where it is. */
  readonly shown: Accessor<readonly OpenCard[]>;
  readonly isOpen: (card: Card) => boolean;
  /** Puts away what is answered by now. */
  readonly refresh: () => void;
};

/** The cards that still want something, across all sections. */
export function createOpenCards(form: Form, progress: Accessor<Completeness>): OpenCards {
  const all = createMemo((): readonly OpenCard[] => {
    const sections = form.compiled.sections.filter((section) => form.node(section.name).relevant);
    return sections.flatMap((section, index) =>
      cardsOf(form.compiled, section).flatMap((card) =>
        card.kind === 'heading' || card.kind === 'note' ? [] : [entryOf(card, section, index + 1)],
      ),
    );
  });
  const open = createMemo(
    () =>
      new Set(
        progress().sections.flatMap(({ unanswered, invalid }) =>
          [...unanswered, ...invalid].map((path) => path.split('/')[0] ?? path),
        ),
      ),
  );
  const isOpen = (card: Card): boolean => [card.path, ...inputsOf(card)].some((name) => open().has(name));
  const [kept, setKept] = createSignal<ReadonlySet<string>>(new Set());
  createEffect(() => {
    const now = all().filter(({ card }) => isOpen(card));
    const before = untrack(kept);
    const added = now.filter(({ card }) => !before.has(card.path));
    if (added.length > 0) setKept(new Set([...before, ...added.map(({ card }) => card.path)]));
  });
  return {
    all,
    shown: createMemo(() => all().filter(({ card }) => kept().has(card.path) || isOpen(card))),
    isOpen,
    refresh: () => setKept(new Set(all().flatMap(({ card }) => (isOpen(card) ? [card.path] : [])))),
  };
}

/** Sections come and go with the answers; what was on screen must not be made anew for it. */
const entries = new WeakMap<Section, Map<string, OpenCard>>();

function entryOf(card: Card, section: Section, number: number): OpenCard {
  const known = entries.get(section) ?? new Map<string, OpenCard>();
  entries.set(section, known);
  const found = known.get(card.path);
  if (found?.number === number) return found;
  const made = { card: found?.card ?? card, section, number };
  known.set(card.path, made);
  return made;
}
