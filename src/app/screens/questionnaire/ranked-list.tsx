import CircleCheck from 'lucide-solid/icons/circle-check';
import { createMemo, createSignal, For, Show, untrack, type Accessor, type JSX } from 'solid-js';
import { rankOpen, tierOf, type OpenEffect } from '#diagnosis/rank-open.ts';
import type { Answers } from '#engine/answers.ts';
import { effectWords } from '#app/interview/effect-words.ts';
import { frameOf } from '#app/form/frame-of.ts';
import { useForm } from '#app/form/form-context.tsx';
import { QuestionCard } from '#app/form/question-card.tsx';
import { inputsOf } from '#app/form/cards.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import type { OpenCard, OpenCards } from './create-open-cards.ts';

type Ranked = { readonly entry: OpenCard; readonly effect: OpenEffect };

/** Open questions with what their answers could do; one tap opens the question where it stands. */
export function RankedList(props: {
  readonly cards: OpenCards;
  readonly answers: Accessor<Answers | null>;
  /** Ranked anew when it changes: an answer alone moves nothing under the thumb. */
  readonly round: number;
}): JSX.Element {
  const { form } = useForm();
  const [open, setOpen] = createSignal<string | null>(null);
  const ready = createMemo(() => props.answers() !== null);
  const ranked = createMemo((): readonly Ranked[] => {
    void props.round;
    return ready() ? untrack(() => rank(form.compiled, props.answers(), props.cards.all())) : [];
  });
  const others = (): number => props.cards.shown().filter((each) => !ranked().some(({ entry }) => entry === each)).length;
  return (
    <>
      <p class="soft small">{t('form.interview.howRanked')}</p>
      <Show when={ranked().length > 0} fallback={<p>{t('form.interview.noneRanked')}</p>}>
        <Card flush>
          <ol class="ranked">
            <For each={ranked()}>
              {({ entry, effect }) => (
                <li>
                  <button
                    type="button"
                    class="ranked-row"
                    aria-expanded={open() === entry.card.path}
                    onClick={() => setOpen((before) => (before === entry.card.path ? null : entry.card.path))}
                  >
                    <span class="ranked-words">{wordsOf(entry)}</span>
                    <Show
                      when={props.cards.isOpen(entry.card)}
                      fallback={
                        <span class="ranked-done">
                          <CircleCheck size={18} aria-hidden="true" /> {t('form.interview.answered')}
                        </span>
                      }
                    >
                      <span class={`ranked-effect ranked-${String(tierOf(effect))}`}>{effectWords(effect)}</span>
                    </Show>
                  </button>
                  <Show when={open() === entry.card.path}>
                    <QuestionCard card={entry.card} section={entry.number} />
                  </Show>
                </li>
              )}
            </For>
          </ol>
        </Card>
      </Show>
      <Show when={others() > 0}>
        <p class="soft small">{t('form.interview.noEffect', { count: others() })}</p>
      </Show>
    </>
  );
}

/** A card whose questions are ranked several times stands where the first of them does. */
function rank(compiled: Parameters<typeof rankOpen>[0], answers: Answers | null, all: readonly OpenCard[]): readonly Ranked[] {
  if (answers === null) return [];
  const byName = new Map(
    all.flatMap((entry) => [entry.card.path, ...inputsOf(entry.card)].map((name) => [name, entry] as const)),
  );
  const seen = new Set<OpenCard>();
  return rankOpen(compiled, answers).flatMap((effect) => {
    const entry = byName.get(effect.path.split('/')[0] ?? effect.path);
    if (entry === undefined || seen.has(entry)) return [];
    seen.add(entry);
    return [{ entry, effect }];
  });
}

function wordsOf({ card, number }: OpenCard): string {
  return card.kind === 'heading' || card.kind === 'note'
    ? ''
    : `${String(number)}.${String(card.number)} ${frameOf(card).wording}`;
}
