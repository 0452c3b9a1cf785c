import { useIsRouting, useLocation, type RouteSectionProps } from '@solidjs/router';
import { createEffect, ErrorBoundary, Match, onMount, Suspense, Switch, type JSX } from 'solid-js';
import { useAppSession } from './app-session.ts';
import { createGate, type GateState } from './create-gate.ts';
import { t } from './i18n/t.ts';
import { openQuestionnaire } from './remembered.ts';
import { GateScreen } from './screens/gate/gate-screen.tsx';
import { InAppScreen } from './screens/gate/in-app-screen.tsx';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';
import './shell.css';

/** Around every route: the gate, the way back after a kill, and the last catch for what a screen throws. */
export function Shell(props: RouteSectionProps): JSX.Element {
  const session = useAppSession();
  const gate = createGate();
  rememberQuestionnaire();
  onMount(async () => {
    // A database that does not even list is for the gate to explain.
    await session.start().catch(() => undefined);
    await gate.check(session.profiles().length > 0);
  });
  return (
    <>
      <a class="skip-link" href="#main">
        {t('shell.app.skip')}
      </a>
      <Switch fallback={<Screens>{props.children}</Screens>}>
        <Match when={only(gate.state(), 'checking')}>
          <main class="splash">
            <span class="splash-mark" />
            <p class="soft splash-late">{t('shell.gate.checking')}</p>
          </main>
        </Match>
        <Match when={only(gate.state(), 'in-app')}>{(state) => <InAppScreen browser={state().browser} />}</Match>
        <Match when={only(gate.state(), 'missing')}>
          {(state) => <GateScreen report={state().report} onContinue={() => gate.continueOnline()} />}
        </Match>
      </Switch>
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
        return <ScreenFailed />;
      }}
    >
      <Suspense>{props.children}</Suspense>
    </ErrorBoundary>
  );
}

function ScreenFailed(): JSX.Element {
  return (
    <main class="screen stack">
      <h1>{t('shell.app.name')}</h1>
      <Notice
        tone="red"
        title={t('shell.app.loadFailed')}
        actions={
          <Button variant="primary" onClick={() => window.location.reload()}>
            {t('shell.app.reload')}
          </Button>
        }
      >
        {t('shell.app.loadFailedText')}
      </Notice>
    </main>
  );
}

/** The address of an open questionnaire survives the browser; leaving it by hand forgets it. */
function rememberQuestionnaire(): void {
  const location = useLocation();
  createEffect(() => {
    const isQuestionnaire = /^\/assessments\/[^/]+\/q\//.test(location.pathname);
    openQuestionnaire.write(isQuestionnaire ? location.pathname + location.search : null);
  });
}

function only<K extends GateState['kind']>(state: GateState, kind: K): Extract<GateState, { readonly kind: K }> | false {
  return state.kind === kind && (state as Extract<GateState, { readonly kind: K }>);
}
