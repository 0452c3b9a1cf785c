import { useIsRouting, useLocation, type RouteSectionProps } from '@solidjs/router';
import { createEffect, ErrorBoundary, lazy, Match, onMount, Suspense, Switch, type JSX } from 'solid-js';
import { useAppSession } from './app-session.ts';
import { createGate, type GateState } from './create-gate.ts';
import { t } from './i18n/t.ts';
import { enrolledBefore } from './remembered.ts';
import { screen } from './screen.ts';
import { StartFailed } from './start-failed.tsx';
import './shell.css';

const GateScreen = lazy(async () => ({ default: (await import('./screens/gate/gate-screen.tsx')).GateScreen }));
const InAppScreen = lazy(async () => ({ default: (await import('./screens/gate/in-app-screen.tsx')).InAppScreen }));

const UnlockScreen = screen(async () => (await import('./access/unlock-screen.tsx')).UnlockScreen, 'access');
const EndedScreen = screen(async () => (await import('./access/ended-screen.tsx')).EndedScreen, 'access');
const FirstSecretScreen = screen(async () => (await import('./access/first-secret-screen.tsx')).FirstSecretScreen, 'access');

/** Around every route: the gate, and the last catch for what a screen throws. */
export function Shell(props: RouteSectionProps): JSX.Element {
  const session = useAppSession();
  const gate = createGate();
  onMount(async () => {
    // A database that does not even list is for the gate to explain.
    await Promise.all([session.start().catch(() => undefined), gate.check(enrolledBefore.read() !== null)]);
  });
  const location = useLocation();
  const locked = () => {
    const opening = session.opening();
    // The way to another person, or to a new PIN.
    const leads = location.pathname === '/sign-in' || location.pathname === '/activate';
    return opening.kind === 'locked' && !leads ? opening : false;
  };
  const ended = () => {
    const opening = session.opening();
    return opening.kind === 'ended' && opening;
  };
  const wantsSecret = () => {
    const opening = session.opening();
    if (opening.kind !== 'open' || location.pathname === '/sign-in') return false;
    const profile = session.profiles().find(({ personId }) => personId === opening.field.profile.personId);
    return profile !== undefined && !profile.secured && profile.recoverable && !profile.demo && profile;
  };
  createEffect(() => document.documentElement.toggleAttribute('data-veiled', session.veiled()));
  return (
    <>
      <a class="skip-link" href="#main">
        {t('shell.app.skip')}
      </a>
      <Suspense>
        <Switch fallback={<Screens>{props.children}</Screens>}>
          <Match when={only(gate.state(), 'checking')}>
            <main class="splash">
              <span class="splash-mark" />
              <p class="soft splash-late">{t('shell.gate.checking')}</p>
            </main>
          </Match>
          <Match when={ended()}>{(state) => <EndedScreen name={state().name} mode={state().mode} />}</Match>
          <Match when={locked()}>{(state) => <UnlockScreen profile={state().profile} />}</Match>
          <Match when={wantsSecret()}>{(profile) => <FirstSecretScreen profile={profile()} />}</Match>
          <Match when={only(gate.state(), 'in-app')}>{(state) => <InAppScreen browser={state().browser} />}</Match>
          <Match when={only(gate.state(), 'missing')}>
            {(state) => <GateScreen report={state().report} onContinue={() => gate.continueOnline()} />}
          </Match>
        </Switch>
      </Suspense>
    </>
  );
}

function Screens(props: { readonly children: JSX.Element }): JSX.Element {
  const location = useLocation();
  const routing = useIsRouting();
  createEffect((before: string | null) => {
    const path = location.pathname;
    // A new screen starts at its top and is read out from its beginning; moving inside a questionnaire keeps its place.
    if (before !== null && before !== path && !routing()) document.getElementById('main')?.focus({ preventScroll: true });
    return path;
  }, null);
  return (
    <ErrorBoundary
      fallback={(error: unknown) => {
        reportError(error);
        return <StartFailed text={t('shell.app.loadFailedText')} />;
      }}
    >
      <Suspense>{props.children}</Suspense>
    </ErrorBoundary>
  );
}

function only<K extends GateState['kind']>(state: GateState, kind: K): Extract<GateState, { readonly kind: K }> | false {
  return state.kind === kind && (state as Extract<GateState, { readonly kind: K }>);
}
