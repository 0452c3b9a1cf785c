import { createSignal, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { changePreferences, preferences } from '#app/preferences.ts';
import { Button } from '#app/ui/button.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { secretFault } from '#vault/secret-rules.ts';
import { SecretField } from './secret-field.tsx';

/** Chooses a PIN or passphrase, typed twice. `current`: the present one is asked for first. */
export function SecretForm(props: {
  readonly account: string;
  readonly current?: boolean | undefined;
  readonly busy: boolean;
  readonly onSubmit: (secret: string, current: string) => void;
}): JSX.Element {
  const [current, setCurrent] = createSignal('');
  const [next, setNext] = createSignal('');
  const [repeat, setRepeat] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const fault = (): string | null => {
    const found = secretFault(next(), props.account);
    return found === null ? null : t(`access.secret.${found}`);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (fault() === null && repeat() === next() && (props.current !== true || current() !== ''))
      props.onSubmit(next(), current());
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Show when={props.current}>
        <SecretField
          label={t('access.secret.current')}
          ownKeys
          focused
          value={current()}
          problem={tried() && current() === '' ? t('access.unlock.missing') : null}
          onType={setCurrent}
        />
      </Show>
      <Segmented
        label={t('access.secret.kind')}
        quietLabel
        value={preferences().secretKeys}
        onChange={(secretKeys) => changePreferences({ secretKeys })}
        options={[
          { value: 'digits', label: t('access.secret.pin') },
          { value: 'letters', label: t('access.secret.phrase') },
        ]}
      />
      <SecretField
        label={t('access.secret.next')}
        ownKeys
        focused={props.current !== true}
        value={next()}
        hint={preferences().secretKeys === 'digits' ? t('access.secret.pinHint') : t('access.secret.phraseHint')}
        problem={tried() ? fault() : null}
        onType={setNext}
      />
      <SecretField
        label={t('access.secret.repeat')}
        ownKeys
        value={repeat()}
        problem={tried() && fault() === null && repeat() !== next() ? t('access.secret.differs') : null}
        onType={setRepeat}
      />
      <Button type="submit" variant="primary" size="large" wide disabled={props.busy} aria-busy={props.busy}>
        {props.busy ? t('access.secret.working') : t('access.secret.submit')}
      </Button>
    </form>
  );
}
