import { createSignal, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { preferences } from '#app/preferences.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';

/** A box for a PIN, a passphrase or a password, with a button that shows what was typed. Browsers are not asked to keep it. */
export function SecretField(props: {
  readonly label: string;
  readonly value: string;
  readonly hint?: string | null | undefined;
  readonly problem?: string | null | undefined;
  /** `new-password` where one is set for an account. */
  readonly autocomplete?: string | undefined;
  /** The keys the person chose for secrets of this phone. */
  readonly ownKeys?: boolean | undefined;
  readonly focused?: boolean | undefined;
  readonly onType: (text: string) => void;
}): JSX.Element {
  const [shown, setShown] = createSignal(false);
  const digits = (): boolean => props.ownKeys === true && preferences().secretKeys === 'digits';
  return (
    <Field
      label={props.label}
      type={shown() ? 'text' : 'password'}
      inputmode={digits() ? 'numeric' : undefined}
      value={props.value}
      hint={props.hint}
      problem={props.problem}
      autocomplete={props.autocomplete ?? 'off'}
      autocapitalize="none"
      spellcheck={false}
      autofocus={props.focused}
      ref={(input) => {
        if (props.focused === true) queueMicrotask(() => input.focus());
      }}
      onType={props.onType}
      after={
        <Button variant="quiet" aria-pressed={shown()} onClick={() => setShown(!shown())}>
          {shown() ? t('access.secret.hide') : t('access.secret.show')}
        </Button>
      }
    />
  );
}
