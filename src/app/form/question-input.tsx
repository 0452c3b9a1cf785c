import { Match, Show, Switch, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';
import { SelectMultiple, SelectOne } from './choice-question.tsx';
import { NumberQuestion } from './number-question.tsx';
import type { VerifyDesk } from './create-verify-desk.ts';
import { useForm } from './form-context.tsx';
import { TextQuestion } from './text-question.tsx';
import { VerifyQuestion } from './verify-question.tsx';

type InputProps = {
  readonly question: Question;
  readonly path: string;
  readonly words: string | null;
  readonly describedBy: string | undefined;
};

/** The widget of a question; while it is verified, under what the firm said. `words` stand over it as its label. */
export function QuestionInput(props: InputProps): JSX.Element {
  const { verify } = useForm();
  return (
    <Show when={verify !== null && !isInFoundRow(verify, props.path) && verify} fallback={<Widget {...props} />}>
      {(desk) => (
        <VerifyQuestion desk={desk()} question={props.question} path={props.path} words={props.words}>
          <Widget {...props} words={null} />
        </VerifyQuestion>
      )}
    </Show>
  );
}

/** The row itself is what was found: there is no claim to set it against. */
function isInFoundRow(verify: VerifyDesk, path: string): boolean {
  return verify.isFoundRow(path.split('/')[1] ?? '');
}

/** The widget of a question's type. `words` stand over it as the field's label where the card's title is not the question's own. */
function Widget(props: InputProps): JSX.Element {
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
