import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import { useAppSession } from '#app/app-session.ts';
import { t } from '#app/i18n/t.ts';
import { changePreferences, preferences } from '#app/preferences.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import type { Problem } from '#shared/problems.ts';
import { problem } from '#shared/problems.ts';
import type { Profile } from '#store/store.ts';
import { SecretField } from './secret-field.tsx';
import './access.css';

/** Over everything while a store is locked. The address stays, and so does the way back to it. */
export function UnlockScreen(props: { readonly profile: Profile }): JSX.Element {
  const session = useAppSession();
  const navigate = useNavigate();
  const location = useLocation();
  const [secret, setSecret] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Problem | null>(null);
  const next = (): string => encodeURIComponent(location.pathname + location.search);
  createEffect(() => {
    document.title = t('shell.app.name');
  });
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (secret() === '' || busy()) return;
    setBusy(true);
    setRefusal(null);
    const refused = await session.unlock(secret());
    setBusy(false);
    setSecret('');
    setTried(false);
    setRefusal(refused);
    document.querySelector<HTMLInputElement>('#main input')?.focus();
  };
  return (
    <main id="main" class="screen sign-in stack" tabIndex={-1}>
      <h1 class="visually-hidden">{t('access.unlock.title')}</h1>
      <Brand />
      <Card>
        <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
          <div class="unlock-person">
            <span class="sign-in-avatar" aria-hidden="true">
              {props.profile.name.slice(0, 1)}
            </span>
            <div>
              <p class="strong">{t('access.unlock.lead', { name: props.profile.name })}</p>
              <p class="soft small">{t('access.unlock.saved')}</p>
            </div>
          </div>
          <Show when={refusal()} keyed>
            {(reason) => <Refusal problem={reason} onOver={() => setRefusal(null)} />}
          </Show>
          <SecretField
            label={t('access.unlock.secret')}
            ownKeys
            focused
            value={secret()}
            problem={tried() && secret() === '' ? t('access.unlock.missing') : null}
            onType={setSecret}
          />
          <Button type="submit" variant="primary" size="large" wide disabled={busy()} aria-busy={busy()}>
            {busy() ? t('access.unlock.working') : t('access.unlock.submit')}
          </Button>
          <Button
            variant="quiet"
            wide
            onClick={() => changePreferences({ secretKeys: preferences().secretKeys === 'digits' ? 'letters' : 'digits' })}
          >
            {preferences().secretKeys === 'digits' ? t('access.unlock.letters') : t('access.unlock.digits')}
          </Button>
        </form>
      </Card>
      <Button
        wide
        variant={refusal()?.code === 'unlock.online' ? 'primary' : 'secondary'}
        onClick={() => navigate(`/sign-in?reset=${props.profile.personId}&next=${next()}`)}
      >
        {t('access.unlock.forgot')}
      </Button>
      <Button wide onClick={() => navigate('/sign-in')}>
        {t('access.unlock.other')}
      </Button>
    </main>
  );
}

/** A wait counts down and goes away when it is over. */
function Refusal(props: { readonly problem: Problem; readonly onOver: () => void }): JSX.Element {
  const asked = (): number | null => (props.problem.code === 'unlock.wait' ? Number(props.problem.detail['seconds'] ?? 0) : null);
  const [passed, setPassed] = createSignal(0);
  const timer = setInterval(() => {
    setPassed((seconds) => seconds + 1);
    const whole = asked();
    if (whole !== null && passed() >= whole) props.onOver();
  }, 1000);
  onCleanup(() => clearInterval(timer));
  const shown = (): Problem => {
    const whole = asked();
    return whole === null ? props.problem : problem('unlock.wait', { seconds: Math.max(1, whole - passed()) });
  };
  return <ProblemNotice problem={shown()} />;
}
