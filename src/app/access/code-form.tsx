import { createSignal, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';

/** The six digits of an authenticator app. */
export function CodeForm(props: {
  readonly submit: string;
  readonly busy: boolean;
  readonly onSubmit: (code: string) => void;
}): JSX.Element {
  const [code, setCode] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const digits = (): string => code().replace(/\D/gu, '');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (digits().length === 6) props.onSubmit(digits());
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        label={t('access.code.label')}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength={9}
        value={code()}
        problem={tried() && digits().length !== 6 ? t('access.code.missing') : null}
        onType={setCode}
      />
      <Button type="submit" variant="primary" size="large" wide disabled={props.busy} aria-busy={props.busy}>
        {props.submit}
      </Button>
    </form>
  );
}
