import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import X from 'lucide-solid/icons/x';
import { createMemo, createSignal, onCleanup, onMount, Show, untrack, type JSX } from 'solid-js';
import { cardOf, type Card } from '#app/form/cards.ts';
import { FormContext, type FormWork } from '#app/form/form-context.tsx';
import { QuestionCard } from '#app/form/question-card.tsx';
import { SaveLine } from '#app/form/save-line.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import './presenter.css';

/** The screen turned to the firm: one question, large, with its options and nothing of what staff see beside it. */
export function Presenter(props: {
  readonly work: FormWork;
  readonly cards: readonly Card[];
  /** Number and words of the section. */
  readonly section: number;
  readonly label: string;
  /** The question the person is at. */
  readonly at: string | null;
  readonly onLeave: () => void;
}): JSX.Element {
  const shown = createMemo(() =>
    props.cards.filter(({ kind, path }) => kind !== 'heading' && kind !== 'note' && props.work.form.node(path).relevant),
  );
  const [path, setPath] = createSignal<string | null>(untrack(() => cardOf(props.cards, props.at ?? '')?.path ?? null));
  const index = (): number =>
    Math.max(
      0,
      shown().findIndex((card) => card.path === path()),
    );
  const card = (): Card | undefined => shown()[index()];
  const move = (by: number): void => {
    setPath(shown()[index() + by]?.path ?? null);
    dialog?.scrollTo(0, 0);
  };
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());
  onCleanup(() => dialog?.close());
  // Fixed for the life of the form.
  const forFirm: FormWork = untrack(() => ({ ...props.work, audience: 'firm', verify: null }));
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class="presenter no-print"
      aria-label={t('form.interview.present')}
      onClose={() => props.onLeave()}
    >
      <header class="presenter-head">
        <p>
          {props.label} · {t('form.interview.presentPlace', { number: index() + 1, total: shown().length })}
        </p>
        <Button icon={X} onClick={() => props.onLeave()}>
          {t('form.interview.presentLeave')}
        </Button>
      </header>
      <FormContext.Provider value={forFirm}>
        <div class="presenter-body">
          <Show when={card()} keyed fallback={<p>{t('form.interview.presentNone')}</p>}>
            {(now) => <QuestionCard card={now} section={props.section} />}
          </Show>
        </div>
        <footer class="presenter-foot">
          <SaveLine />
          <div class="presenter-buttons">
            <Button size="large" icon={ChevronLeft} disabled={index() === 0} onClick={() => move(-1)}>
              {t('form.interview.presentPrevious')}
            </Button>
            <Button
              size="large"
              variant="primary"
              icon={ChevronRight}
              disabled={index() >= shown().length - 1}
              onClick={() => move(1)}
            >
              {t('form.interview.presentNext')}
            </Button>
          </div>
        </footer>
      </FormContext.Provider>
    </dialog>
  );
}
