import { A, useSearchParams } from '@solidjs/router';
import { createEffect, createSignal, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { createSignIn } from '#app/access/create-sign-in.ts';
import { SecretField } from '#app/access/secret-field.tsx';
import { SignInSteps } from '#app/access/sign-in-steps.tsx';
import '#app/access/access.css';

const shortestPassword = 10;

/** An invited person's first step: `/activate?account=…#code=…`, or both typed. The code leaves the address at once. */
export function ActivateScreen(): JSX.Element {
  const signIn = createSignIn();
  const [search] = useSearchParams();
  const [account, setAccount] = createSignal(typeof search['account'] === 'string' ? search['account'] : '');
  const [code, setCode] = createSignal(takeCode());
  const [password, setPassword] = createSignal('');
  const [tried, setTried] = createSignal(false);
  createEffect(() => {
    document.title = `${t('access.activate.title')} · ${t('shell.app.name')}`;
  });
  const isShort = (): boolean => Array.from(password()).length < shortestPassword;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (account().trim() !== '' && code().trim() !== '' && !isShort()) void signIn.activate(account(), code(), password());
  };
  return (
    <main id="main" class="screen sign-in stack" tabIndex={-1}>
      <h1 class="visually-hidden">{t('access.activate.title')}</h1>
      <Brand />
      <Show when={signIn.step().kind === 'form'} fallback={<SignInSteps signIn={signIn} />}>
        <Show when={!signIn.online()}>
          <Notice tone="amber" title={t('shell.signIn.offline')}>
            {t('access.activate.lead')}
          </Notice>
        </Show>
        <Show when={signIn.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <Card>
          <form class="stack" onSubmit={submit} noValidate>
            <div>
              <h2>{t('access.activate.title')}</h2>
              <p class="soft">{t('access.activate.lead')}</p>
            </div>
            <Field
              label={t('shell.signIn.account')}
              value={account()}
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              problem={tried() && account().trim() === '' ? t('shell.signIn.accountMissing') : null}
              onType={setAccount}
            />
            <Field
              label={t('access.activate.code')}
              hint={t('access.activate.codeHint')}
              value={code()}
              autocapitalize="none"
              spellcheck={false}
              problem={tried() && code().trim() === '' ? t('access.activate.codeMissing') : null}
              onType={setCode}
            />
            <SecretField
              label={t('access.activate.password')}
              hint={t('access.activate.passwordHint')}
              value={password()}
              autocomplete="new-password"
              problem={tried() && isShort() ? t('access.activate.passwordShort') : null}
              onType={setPassword}
            />
            <Button type="submit" variant="primary" size="large" wide disabled={signIn.busy()} aria-busy={signIn.busy()}>
              {t('access.activate.submit')}
            </Button>
          </form>
        </Card>
        <p>
          <A href="/sign-in">{t('access.activate.signIn')}</A>
        </p>
      </Show>
    </main>
  );
}

/** The part after `#` never reaches a server; nor shall it stay in the browser's history. */
function takeCode(): string {
  const code = new URLSearchParams(window.location.hash.slice(1)).get('code') ?? '';
  if (code !== '') window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  return code;
}
