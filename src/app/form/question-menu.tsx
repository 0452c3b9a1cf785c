import Ban from 'lucide-solid/icons/ban';
import Camera from 'lucide-solid/icons/camera';
import Eraser from 'lucide-solid/icons/eraser';
import { For, Show, type JSX } from 'solid-js';
import type { Choice, Question } from '#definition/compiled.ts';
import { RaiseLink } from '#app/actions/clause-findings.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { withoutTitle } from './computed-line.tsx';
import { fidelityText } from './fidelity-text.ts';
import { useForm } from './form-context.tsx';
import { ReuseButton } from './reuse-evidence.tsx';

/** What can be done with a question besides answering it, and where it comes from. */
export function QuestionMenu(props: {
  readonly open: boolean;
  readonly wording: string;
  readonly questions: readonly Question[];
  /** The questions that photos of this card hang on; none: the first. */
  readonly evidence: readonly { readonly question: string; readonly label: string }[];
  readonly onClose: () => void;
}): JSX.Element {
  const { form, evidence, verify, editable } = useForm();
  const notApplicable = (): { readonly question: Question; readonly choice: Choice } | null => {
    for (const question of props.questions) {
      const choice = question.choices.find((each) => each.notApplicable);
      if (choice !== undefined) return { question, choice };
    }
    return null;
  };
  const answered = (): readonly Question[] => props.questions.filter((question) => form.node(question.name).value !== null);
  const clearAll = (): void => {
    props.onClose();
    for (const question of answered()) form.clear(question.name);
  };
  const photograph = (question: string): void => {
    props.onClose();
    void evidence.open(question);
  };
  const places = (): typeof props.evidence =>
    props.evidence.length > 0
      ? props.evidence
      : props.questions.slice(0, 1).map(({ name, label }) => ({ question: name, label }));
  const setNotApplicable = (question: Question, choice: Choice): void => {
    props.onClose();
    form.set(question.name, naValue(question, choice), 'tap');
  };
  return (
    <Sheet open={props.open} title={props.wording} onClose={() => props.onClose()}>
      <div class="stack">
        <Show when={editable()}>
          <div class="stack-tight">
            <Show when={verify === null && notApplicable()}>
              {(offer) => (
                <Button wide icon={Ban} onClick={() => setNotApplicable(offer().question, offer().choice)}>
                  {t('form.menu.notApplicable')}
                </Button>
              )}
            </Show>
            <Show when={verify === null && answered().length > 0}>
              <Button wide icon={Eraser} onClick={clearAll}>
                {t('form.menu.clear')}
              </Button>
            </Show>
            <For each={places()}>
              {({ question, label }) => (
                <Button wide icon={Camera} onClick={() => photograph(question)}>
                  {places().length > 1
                    ? t('form.menu.photoOf', { question: withoutTitle(label, props.wording) })
                    : t('form.menu.photo')}
                </Button>
              )}
            </For>
            <For each={places().slice(0, 1)}>{({ question }) => <ReuseButton question={question} wide />}</For>
            <Show when={props.questions[0]?.name}>{(question) => <RaiseLink question={question()} />}</Show>
          </div>
        </Show>
        <Origin questions={props.questions} />
      </div>
    </Sheet>
  );
}

/** Where the words and the score of the first question come from. */
function Origin(props: { readonly questions: readonly Question[] }): JSX.Element {
  const { form } = useForm();
  const sources = (question: Question): string =>
    question.provenance.basis
      .map((key) => form.compiled.sources.find((source) => source.key === key)?.title ?? key)
      .join(t('form.list.and'));
  return (
    <div class="menu-facts">
      <For each={props.questions.slice(0, 1)}>
        {(question) => (
          <>
            <p>
              <strong>{t('form.menu.wordingFrom')}</strong> {fidelityText(question.provenance.fidelity)}
              <Show when={question.provenance.basis.length > 0}>
                {' '}
                · {t('form.menu.basis')} {sources(question)}
              </Show>
            </p>
            <Show when={question.provenance.note}>{(note) => <p>{note()}</p>}</Show>
          </>
        )}
      </For>
      <For each={form.index.itemsOf.get(props.questions[0]?.name ?? '') ?? []}>
        {(item) => (
          <p>
            <strong>{t('form.menu.scoreFrom')}</strong> {fidelityText(item.provenance.fidelity)} ·{' '}
            {t('form.menu.weight', { weight: item.weight })}
          </p>
        )}
      </For>
    </div>
  );
}

function naValue(question: Question, choice: Choice): string | readonly string[] {
  return question.type === 'select_multiple' ? [choice.name] : choice.name;
}
