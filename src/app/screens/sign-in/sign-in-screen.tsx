import { A } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { createEffect, createSignal, For, lazy, Show, type JSX } from 'solid-js';
import { isIos, standsAlone } from '#app/install.ts';
import { formatAgo } from '#app/i18n/format.ts';
import { loadArea, t } from '#app/i18n/t.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card, Tag } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { Field } from '#app/ui/field.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import type { Profile } from '#store/store.ts';
import { createSignIn, type SignIn } from '#app/access/create-sign-in.ts';
import '#app/access/access.css';

const SignInSteps = lazy(async () => {
  const [{ SignInSteps: steps }] = await Promise.all([import('#app/access/sign-in-steps.tsx'), loadArea('access')]);
  return { default: steps };
});

/** Who works on this phone: open an enrolled person's store (no network needed), or sign in as a new one (network needed once). */
export function SignInScreen(): JSX.Element {
  const signIn = createSignIn();
  const [another, setAnother] = createSignal(false);
  const wantsForm = (): boolean =>
    another() || signIn.profiles().length === 0 || signIn.again() !== null || signIn.resetting() !== null;
  createEffect(() => {
    document.title = `${t('shell.signIn.title')} · ${t('shell.app.name')}`;
  });
  return (
    <main id="main" class="screen sign-in stack" tabIndex={-1}>
      <h1 class="visually-hidden">{t('shell.signIn.title')}</h1>
      <Brand />
      <Show when={isIos() && !standsAlone()}>
        <Notice tone="amber" title={t('shell.gate.ios')}>
          {t('shell.gate.iosText')}
        </Notice>
      </Show>
      <Show when={signIn.step().kind === 'form'} fallback={<SignInSteps signIn={signIn} />}>
        <Choice signIn={signIn} wantsForm={wantsForm()} onAnother={() => setAnother(true)} />
      </Show>
    </main>
  );
}

function Choice(props: { readonly signIn: SignIn; readonly wantsForm: boolean; readonly onAnother: () => void }): JSX.Element {
  return (
    <>
      <Show when={!props.signIn.online()}>
        <Notice tone="amber" title={t('shell.signIn.offline')}>
          {t('shell.signIn.offlineText')}
        </Notice>
      </Show>
      <Show when={props.signIn.lost()}>
        {(lost) => (
          <Notice tone="amber" title={t('shell.signIn.lost', { name: lost().name })}>
            {t('shell.signIn.lostText')}
          </Notice>
        )}
      </Show>
      <Show when={props.signIn.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <Show when={props.signIn.again() === null && props.signIn.resetting() === null && props.signIn.profiles().length > 0}>
        <People signIn={props.signIn} />
      </Show>
      <Show when={props.wantsForm} fallback={<Button onClick={() => props.onAnother()}>{t('shell.signIn.another')}</Button>}>
        <SignInForm signIn={props.signIn} />
      </Show>
    </>
  );
}

function People(props: { readonly signIn: SignIn }): JSX.Element {
  const now = createNow();
  return (
    <section class="stack-tight">
      <h2>{t('shell.signIn.profiles')}</h2>
      <Card flush>
        <For each={props.signIn.profiles()}>
          {(profile) => (
            <button
              type="button"
              class="link-row sign-in-person"
              disabled={props.signIn.busy()}
              onClick={() => void props.signIn.open(profile.personId)}
            >
              <span class="sign-in-avatar" aria-hidden="true">
                {profile.name.slice(0, 1)}
              </span>
              <span class="link-row-text">
                <span class="row">
                  <span class="strong">{profile.name}</span>
                  <Show when={profile.demo}>
                    <Tag>{t('shell.app.demo')}</Tag>
                  </Show>
                </span>
                <span class="soft small">
                  {roleName(profile)} · {profile.regionName}
                  <br />
                  {t('shell.signIn.lastOpened', { ago: formatAgo(profile.lastOpenedAt, now()) })}
                </span>
              </span>
              <ChevronRight size={20} aria-hidden="true" />
            </button>
          )}
        </For>
      </Card>
    </section>
  );
}

function SignInForm(props: { readonly signIn: SignIn }): JSX.Element {
  const [account, setAccount] = createSignal<string | null>(null);
  const [password, setPassword] = createSignal('');
  const [shown, setShown] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const accountNow = (): string =>
    account() ?? (props.signIn.again() ?? props.signIn.resetting())?.account ?? props.signIn.lost()?.account ?? '';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (accountNow().trim() !== '' && password() !== '') void props.signIn.submit(accountNow(), password());
  };
  return (
    <Card>
      <form class="stack" onSubmit={submit} noValidate>
        <Show when={props.signIn.again()} fallback={<FormHead resetting={props.signIn.resetting()} />}>
          {(profile) => (
            <div>
              <h2>{t('shell.signIn.again')}</h2>
              <p class="soft">{t('shell.signIn.againText', { name: profile().name })}</p>
            </div>
          )}
        </Show>
        <Field
          label={t('shell.signIn.account')}
          value={accountNow()}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          problem={tried() && accountNow().trim() === '' ? t('shell.signIn.accountMissing') : null}
          onType={setAccount}
        />
        <Field
          label={t('shell.signIn.password')}
          type={shown() ? 'text' : 'password'}
          value={password()}
          autocomplete="current-password"
          problem={tried() && password() === '' ? t('shell.signIn.passwordMissing') : null}
          onType={setPassword}
          after={
            <Button variant="quiet" aria-pressed={shown()} onClick={() => setShown(!shown())}>
              {shown() ? t('shell.signIn.hide') : t('shell.signIn.show')}
            </Button>
          }
        />
        <Button type="submit" variant="primary" size="large" wide disabled={props.signIn.busy()} aria-busy={props.signIn.busy()}>
          {t('shell.signIn.submit')}
        </Button>
        <p class="soft small">{t('shell.signIn.first')}</p>
        <p class="small">
          <A href="/activate">{t('shell.signIn.activate')}</A>
        </p>
      </form>
    </Card>
  );
}

function FormHead(props: { readonly resetting: Profile | null }): JSX.Element {
  return (
    <div>
      <h2>{t('shell.signIn.title')}</h2>
      <Show when={props.resetting}>
        {(profile) => <p class="soft">{t('shell.signIn.resetText', { name: profile().name })}</p>}
      </Show>
    </div>
  );
}

function roleName(profile: Profile): string {
  return t(`shell.role.${profile.role}`);
}
