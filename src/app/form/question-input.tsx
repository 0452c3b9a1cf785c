import { Match, Show, Switch, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';
import { SelectMultiple, SelectOne } from './choice-question.tsx';
import { NumberQuestion } from './number-question.tsx';
import { TextQuestion } from './text-question.tsx';

/** The widget of a question's type. `words` stand over it as the field's label where the card's title is not the question's own. */
export function QuestionInput(props: {
  readonly question: Question;
  readonly path: string;
  readonly words: string | null;
  readonly describedBy: string | undefined;
}): JSX.Element {
  const quiet = (): boolean => props.words === null;
  return (
    <Switch>
      <Match when={props.question.type === 'select_one'}>
        <Words words={props.words} />
        <SelectOne question={props.question} path={props.path} describedBy={props.describedBy} />
      </Match>
      <Match when={props.question.type === 'select_multiple'}>
        <Words words={props.words} />
        <SelectMultiple question={props.question} path={props.path} describedBy={props.describedBy} />
      </Match>
      <Match when={props.question.type === 'integer' || props.question.type === 'decimal'}>
        <NumberQuestion
          question={props.question}
          path={props.path}
          label={props.words ?? props.question.label}
          quietLabel={quiet()}
        />
      </Match>
      <Match when={props.question.type === 'text' || props.question.type === 'date'}>
        <TextQuestion
          question={props.question}
          path={props.path}
          label={props.words ?? props.question.label}
          quietLabel={quiet()}
        />
      </Match>
      <Match when={props.question.type === 'geopoint'}>
        <p class="soft small">{t('form.question.notYet')}</p>
      </Match>
    </Switch>
  );
}

/** The fieldset below says them to those who hear the screen. */
function Words(props: { readonly words: string | null }): JSX.Element {
  return (
    <Show when={props.words}>
      {(words) => (
        <p class="field-label" aria-hidden="true">
          {words()}
        </p>
      )}
    </Show>
  );
}
