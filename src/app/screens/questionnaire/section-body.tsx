import { createEffect, createSignal, For, onCleanup, untrack, type Accessor, type JSX } from 'solid-js';
import { cardOf, type Card } from '#app/form/cards.ts';
import { QuestionCard } from '#app/form/question-card.tsx';
import { whenIdle } from '#app/when-idle.ts';

/** Cards made at once: what a phone shows plus one thumb's scroll. The rest follows in idle moments. */
const firstCards = 5;
const laterCards = 6;

/** The cards of a section. The first screenful stands at once; a section of 200 questions does not keep anybody waiting. */
export function SectionBody(props: {
  readonly cards: readonly Card[];
  readonly number: number;
  readonly label: string;
  readonly target: Accessor<{ readonly path: string; readonly focus: boolean } | null>;
  readonly onAt: (path: string) => void;
}): JSX.Element {
  const wanted = (): number => {
    const target = props.target();
    const card = target === null ? null : cardOf(props.cards, target.path);
    return card === null ? firstCards : props.cards.indexOf(card) + 3;
  };
  const [shown, setShown] = createSignal(untrack(() => Math.max(firstCards, wanted())));
  createEffect(() => {
    if (shown() >= props.cards.length) return;
    return whenIdle(() => setShown((before) => before + laterCards));
  });

  createEffect(() => {
    const target = props.target();
    if (target === null) return;
    const needed = untrack(wanted);
    if (untrack(shown) < needed) setShown(needed);
    requestAnimationFrame(() => bring(target.path, target.focus));
  });

  const seen = new IntersectionObserver(
    (entries) => {
      const top = entries
        .filter((entry) => entry.isIntersecting)
        .toSorted((a, b) => a.boundingClientRect.top - b.boundingClientRect.top)[0];
      const path = top?.target instanceof HTMLElement ? top.target.dataset['question'] : undefined;
      if (path !== undefined && !isTyping()) props.onAt(path);
    },
    // The band where eyes are: below the bar, above the middle.
    { rootMargin: '-140px 0px -60% 0px' },
  );
  onCleanup(() => seen.disconnect());

  const atEvent = (event: Event): void => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-question]') : null;
    const path = card?.dataset['question'];
    if (path !== undefined) props.onAt(path);
  };

  return (
    <div class="stack" onFocusIn={atEvent} onClick={atEvent}>
      <For each={props.cards.slice(0, shown())}>
        {(card) => (
          <Watched onElement={(element) => seen.observe(element)}>
            <QuestionCard card={card} section={props.number} />
          </Watched>
        )}
      </For>
    </div>
  );
}

/** Tells of the card's element once it stands; hidden cards have none. */
function Watched(props: { readonly onElement: (element: HTMLElement) => void; readonly children: JSX.Element }): JSX.Element {
  let box: HTMLDivElement | undefined;
  createEffect(() => {
    if (box?.firstElementChild instanceof HTMLElement) props.onElement(box.firstElementChild);
  });
  return (
    <div ref={(element) => (box = element)} class="question-slot">
      {props.children}
    </div>
  );
}

/** A keyboard that opens scrolls the page; the person has not moved on. */
function isTyping(): boolean {
  return document.activeElement?.matches('input:not([type=radio], [type=checkbox], [type=file]), textarea') === true;
}

function bring(path: string, focus: boolean): void {
  const name = path.split('/')[0] ?? path;
  const card = document.querySelector(`[data-names~="${CSS.escape(name)}"]`);
  if (!(card instanceof HTMLElement)) return;
  card.scrollIntoView({ block: 'start' });
  // A row deep in a list: its own field, where it is in the document.
  const field = path === name ? null : document.getElementById(`text-${path.replaceAll('/', '-')}`);
  if (focus) (field ?? card).focus({ preventScroll: field === null });
}
