import { lazy, Match, Show, Switch, type JSX } from 'solid-js';
import { useAppSession } from '#app/app-session.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import type { SignIn } from './create-sign-in.ts';
import type { SignInStep } from './create-steps.ts';
import { CodeForm } from './code-form.tsx';
import { DeviceList } from './device-list.tsx';
import { SecretForm } from './secret-form.tsx';

const SetupPanel = lazy(async () => ({ default: (await import('./setup-panel.tsx')).SetupPanel }));
const QrPicture = lazy(async () => ({ default: (await import('./qr-picture.tsx')).QrPicture }));

/** What follows the password, one thing at a time. */
export function SignInSteps(props: { readonly signIn: SignIn }): JSX.Element {
  const session = useAppSession();
  const openField = () => {
    const opening = session.opening();
    return opening.kind === 'open' ? opening.field : null;
  };
  const step = <K extends SignInStep['kind']>(kind: K): Extract<SignInStep, { readonly kind: K }> | false => {
    const current = props.signIn.step();
    return current.kind === kind && (current as Extract<SignInStep, { readonly kind: K }>);
  };
  return (
    <>
      <Show when={props.signIn.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <Switch>
        <Match when={step('code')}>
          <Card>
            <div class="stack">
              <Heading title={t('access.code.title')} lead={t('access.code.lead')} />
              <CodeForm
                submit={t('access.code.submit')}
                busy={props.signIn.busy()}
                onSubmit={(code) => void props.signIn.showCode(code)}
              />
              <Button variant="quiet" wide onClick={() => props.signIn.startOver()}>
                {t('access.code.back')}
              </Button>
            </div>
          </Card>
        </Match>
        <Match when={step('factor')}>{(factor) => <FactorPanel signIn={props.signIn} {...factor()} />}</Match>
        <Match when={step('secret')}>
          {(secret) => (
            <Card>
              <div class="stack">
                <Show
                  when={secret().replaces}
                  fallback={<Heading title={t('access.secret.title')} lead={t('access.secret.lead')} />}
                >
                  <Heading title={t('access.secret.resetTitle')} lead={t('access.secret.resetLead')} />
                </Show>
                <SecretForm
                  account={secret().session.person.account}
                  busy={props.signIn.busy()}
                  onSubmit={(next) => void props.signIn.chooseSecret(next)}
                />
              </div>
            </Card>
          )}
        </Match>
        <Match when={step('devices')}>
          <p>{t('access.devices.tooMany')}</p>
          <DeviceList here={null} />
          <Button variant="primary" wide disabled={props.signIn.busy()} onClick={() => void props.signIn.tryAgain()}>
            {t('access.devices.carryOn')}
          </Button>
        </Match>
        <Match when={step('preparing')}>
          <Show when={openField()} keyed>
            {(field) => <SetupPanel field={field} onDone={() => props.signIn.enter()} />}
          </Show>
        </Match>
      </Switch>
    </>
  );
}

function FactorPanel(props: { readonly signIn: SignIn; readonly secret: string; readonly uri: string }): JSX.Element {
  return (
    <Card>
      <div class="stack">
        <Heading title={t('access.factor.title')} lead={t('access.factor.lead')} />
        <p class="strong">{t('access.factor.scan')}</p>
        <QrPicture text={props.uri} label={t('access.factor.picture')} />
        <p>
          <a href={props.uri}>{t('access.factor.open')}</a>
        </p>
        <p class="soft small">
          {t('access.factor.secret')}
          <span class="factor-secret strong">{props.secret.replace(/(.{4})(?=.)/gu, '$1 ')}</span>
        </p>
        <p class="strong">{t('access.factor.confirm')}</p>
        <CodeForm
          submit={t('access.factor.submit')}
          busy={props.signIn.busy()}
          onSubmit={(code) => void props.signIn.confirmFactor(code)}
        />
      </div>
    </Card>
  );
}

function Heading(props: { readonly title: string; readonly lead: string }): JSX.Element {
  return (
    <div>
      <h2>{props.title}</h2>
      <p class="soft">{props.lead}</p>
    </div>
  );
}
