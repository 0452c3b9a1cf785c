import { Match, Show, Switch, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';
import { SelectMultiple, SelectOne } from './choice-question.tsx';
import { NumberQuestion } from './number-question.tsx';
import { TextQuestion } from './text-question.tsx';

/** The widget of a question's type. `labelled` shows the question's words as the field's label (inside rows of a repeat). */
export function QuestionInput(props: {
  readonly question: Question;
  readonly path: string;
  readonly labelled?: boolean | undefined;
  readonly describedBy: string | undefined;
}): JSX.Element {
  const quiet = (): boolean => props.labelled !== true;
  return (
    <Switch>
      <Match when={props.question.type === 'select_one'}>
        <Show when={props.labelled}>
          <p class="field-label">{props.question.label}</p>
        </Show>
        <SelectOne question={props.question} path={props.path} describedBy={props.describedBy} />
      </Match>
      <Match when={props.question.type === 'select_multiple'}>
        <Show when={props.labelled}>
          <p class="field-label">{props.question.label}</p>
        </Show>
        <SelectMultiple question={props.question} path={props.path} describedBy={props.describedBy} />
      </Match>
      <Match when={props.question.type === 'integer' || props.question.type === 'decimal'}>
        <NumberQuestion question={props.question} path={props.path} label={props.question.label} quietLabel={quiet()} />
      </Match>
      <Match when={props.question.type === 'text' || props.question.type === 'date'}>
        <TextQuestion question={props.question} path={props.path} label={props.question.label} quietLabel={quiet()} />
      </Match>
      <Match when={props.question.type === 'geopoint'}>
        <p class="soft small">{t('form.question.notYet')}</p>
      </Match>
    </Switch>
  );
}
