import CircleAlert from 'lucide-solid/icons/circle-alert';
import { createUniqueId, Show, splitProps, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import './field.css';

export type FieldProps = {
  readonly label: string;
  /** Hides the label from eyes where the place says enough (a search box); ears still get it. */
  readonly quietLabel?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly hint?: string | null | undefined;
  /** A finished sentence; shown under the box and read out. */
  readonly problem?: string | null | undefined;
  /** Stands inside the box, after the number. */
  readonly unit?: string | null | undefined;
  /** Before the text, inside the box. */
  readonly before?: JSX.Element;
  /** After the text, inside the box: a small button. */
  readonly after?: JSX.Element;
  /** On every key. */
  readonly onType?: ((text: string) => void) | undefined;
  /** When the person is done: on leaving the box or Enter. */
  readonly onCommit?: ((text: string) => void) | undefined;
} & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput' | 'onChange'>;

/** A labelled input with its unit inside the box, a hint, and its problem below. */
export function Field(props: FieldProps): JSX.Element {
  const [own, rest] = splitProps(props, [
    'label',
    'quietLabel',
    'optional',
    'hint',
    'problem',
    'unit',
    'before',
    'after',
    'onType',
    'onCommit',
    'id',
    'class',
  ]);
  const generated = createUniqueId();
  const id = (): string => own.id ?? generated;
  return (
    <div class={`field${hasText(own.problem) ? ' field-invalid' : ''} ${own.class ?? ''}`}>
      <label for={id()} class={own.quietLabel === true ? 'visually-hidden' : 'field-label'}>
        {own.label}
        <Show when={own.optional}>
          <span class="field-optional"> {t('shell.field.optional')}</span>
        </Show>
      </label>
      <div class="field-box">
        {own.before}
        <input
          autocomplete="off"
          {...rest}
          id={id()}
          aria-invalid={hasText(own.problem) ? 'true' : undefined}
          aria-describedby={describedBy(id(), own.hint, own.problem)}
          onInput={(event) => own.onType?.(event.currentTarget.value)}
          onChange={(event) => own.onCommit?.(event.currentTarget.value)}
        />
        <Show when={own.unit}>
          <span class="field-unit">{own.unit}</span>
        </Show>
        {own.after}
      </div>
      <FieldNotes id={id()} hint={own.hint} problem={own.problem} />
    </div>
  );
}

/** The lines under a box: hint and problem, tied to it by `describedBy`. */
export function FieldNotes(props: {
  readonly id: string;
  readonly hint?: string | null | undefined;
  readonly problem?: string | null | undefined;
}): JSX.Element {
  return (
    <>
      <Show when={hasText(props.hint)}>
        <p class="field-hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      </Show>
      <div aria-live="polite" id={`${props.id}-problem`}>
        <Show when={hasText(props.problem)}>
          <p class="field-problem">
            <CircleAlert size={16} aria-hidden="true" />
            <span>{props.problem}</span>
          </p>
        </Show>
      </div>
    </>
  );
}

/** Value of `aria-describedby` for a box with these notes. */
export function describedBy(id: string, hint: string | null | undefined, problem: string | null | undefined): string | undefined {
  const ids = [...(hasText(hint) ? [`${id}-hint`] : []), ...(hasText(problem) ? [`${id}-problem`] : [])];
  return ids.length === 0 ? undefined : ids.join(' ');
}

function hasText(text: string | null | undefined): boolean {
  return text !== null && text !== undefined && text !== '';
}
