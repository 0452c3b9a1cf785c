import { createSignal, For, Show, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { useForm } from './form-context.tsx';
import './link-sheet.css';

type LinkProps = {
  readonly pieces: readonly string[];
  /** Where they hang already. */
  readonly question: string;
  readonly onClose: () => void;
};

/** Which other questions these pieces prove; null is closed. */
export function LinkSheet(props: Omit<LinkProps, 'pieces'> & { readonly pieces: readonly string[] | null }): JSX.Element {
  return (
    <Sheet
      open={props.pieces !== null}
      title={t('form.capture.linkTitle', { count: props.pieces?.length ?? 0 })}
      onClose={() => props.onClose()}
    >
      <Show when={props.pieces}>
        {(pieces) => <Choices pieces={pieces()} question={props.question} onClose={props.onClose} />}
      </Show>
    </Sheet>
  );
}

/** The section that they were taken in stands open. */
function Choices(props: LinkProps): JSX.Element {
  const { form, evidence } = useForm();
  const [chosen, setChosen] = createSignal<readonly string[]>([]);
  const here = (): string => form.index.questions.get(props.question.split('/').at(-1) ?? '')?.section ?? '';
  const questionsIn = (section: string): readonly Question[] =>
    [...form.index.questions.values()]
      .filter((place) => place.section === section && place.repeat === null)
      .map(({ question }) => question)
      .filter(({ name, type }) => type !== 'note' && name !== props.question && form.node(name).relevant);
  const sections = (): readonly { readonly name: string; readonly label: string; readonly questions: readonly Question[] }[] =>
    form.compiled.sections
      .map(({ name, label }) => ({ name, label, questions: questionsIn(name) }))
      .filter(({ questions }) => questions.length > 0);
  const toggle = (name: string, on: boolean): void => {
    setChosen((before) => (on ? [...before, name] : before.filter((each) => each !== name)));
  };
  const save = (): void => {
    void evidence.link(props.pieces, chosen());
    props.onClose();
  };
  return (
    <div class="stack">
      <p class="soft small">{t('form.capture.linkNote')}</p>
      <For each={sections()}>
        {(section) => (
          <details class="link-section" open={section.name === here()}>
            <summary>{section.label}</summary>
            <For each={section.questions}>
              {({ name, label }) => (
                <label class="link-choice">
                  <input
                    type="checkbox"
                    checked={chosen().includes(name)}
                    onChange={(event) => toggle(name, event.currentTarget.checked)}
                  />
                  <span>{label}</span>
                </label>
              )}
            </For>
          </details>
        )}
      </For>
      <div class="link-foot">
        <Show
          when={chosen().length > 0}
          fallback={
            <Button wide onClick={() => props.onClose()}>
              {t('form.capture.linkNone')}
            </Button>
          }
        >
          <Button variant="primary" size="large" wide onClick={save}>
            {t('form.capture.linkSave', { count: chosen().length })}
          </Button>
        </Show>
      </div>
    </div>
  );
}
