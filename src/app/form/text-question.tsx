import { onCleanup, Show, untrack, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { describedBy, FieldNotes } from '#app/ui/field.tsx';
import type { Problem } from '#shared/problems.ts';
import '#app/ui/field.css';
import { useForm } from './form-context.tsx';
import { ScanButton } from './scan-button.tsx';
import { textLimit } from './text-limit.ts';
import { typedText } from './typed-text.ts';
import './text-question.css';

type TextProps = {
  readonly question: Question;
  readonly path: string;
  readonly label: string;
  readonly quietLabel?: boolean | undefined;
};

/** Words: one line, several where the definition says `multiline`, a day from the phone's calendar for dates. */
export function TextQuestion(props: TextProps): JSX.Element {
  const { form, editable, audience } = useForm();
  const problem = (): string | null => problemOf(props.question, form.node(props.path).problem);
  const value = (): string => String(form.node(props.path).value ?? '');
  const limit = (): number | null => textLimit(props.question);
  const count = (): number => Array.from(value()).length;
  const id = (): string => `text-${props.path.replaceAll('/', '-')}`;
  onCleanup(() => form.leave(untrack(() => props.path)));
  const take = (text: string): void => form.set(props.path, text.trim() === '' ? null : text, 'typing');
  /** What a nameplate's code says stands behind what was typed already. */
  const scanned = (text: string): null => {
    take(value() === '' ? text : `${value()} ${text}`);
    form.leave(props.path);
    return null;
  };
  const shared = {
    onBlur: (event: FocusEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      // Dictation may end without ever ending its composition.
      if (editable()) take(event.currentTarget.value);
      form.leave(props.path);
    },
    autocapitalize: 'sentences' as const,
    autocorrect: 'on' as const,
    spellcheck: false,
  };
  return (
    <div class={`field${problem() === null ? '' : ' field-invalid'}`}>
      <label for={id()} class={props.quietLabel === true ? 'visually-hidden' : 'field-label'}>
        {props.label}
      </label>
      <div class="field-box">
        <Show
          when={props.question.appearance === 'multiline'}
          fallback={
            <input
              {...shared}
              {...typedText(take)}
              id={id()}
              type={props.question.type === 'date' ? 'date' : 'text'}
              value={value()}
              autocomplete="off"
              enterkeyhint="next"
              readOnly={!editable()}
              aria-invalid={problem() === null ? undefined : 'true'}
              aria-describedby={describedBy(id(), null, problem())}
            />
          }
        >
          <textarea
            {...shared}
            {...typedText(take)}
            id={id()}
            class="text-question-long"
            autocomplete="off"
            rows={limit() === null ? 3 : 5}
            value={value()}
            readOnly={!editable()}
            aria-invalid={problem() === null ? undefined : 'true'}
            aria-describedby={describedBy(id(), null, problem())}
          />
        </Show>
        <Show when={editable() && audience === 'staff' && props.question.type === 'text'}>
          <ScanButton words={null} onRead={scanned} />
        </Show>
      </div>
      <Show when={limit()}>
        {(most) => (
          <p class={`text-question-count small${count() > most() ? ' text-question-over' : ' soft'}`}>
            {count() > most()
              ? t('form.question.tooLong', { count: count(), limit: most(), over: count() - most() })
              : t('form.question.characters', { count: count(), limit: most() })}
          </p>
        )}
      </Show>
      <FieldNotes id={id()} problem={problem()} />
    </div>
  );
}

function problemOf(question: Question, found: Problem | null): string | null {
  if (found === null) return null;
  return found.code === 'input.constraint' && question.constraintMessage !== null
    ? question.constraintMessage
    : problemText(found);
}
