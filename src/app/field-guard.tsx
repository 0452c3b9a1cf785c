import { Navigate, useLocation, type RouteSectionProps } from '@solidjs/router';
import { Match, Show, Switch, type JSX } from 'solid-js';
import { useAppSession } from './app-session.ts';
import { FieldContext, type FieldWork } from './field-context.tsx';
import { FieldBanners } from './field-banners.tsx';
import { t } from './i18n/t.ts';
import { MainNav } from './main-nav.tsx';
import { Button } from './ui/button.tsx';
import { ProblemNotice } from './ui/notice.tsx';

/** Screens below this stand on an open store. Without one it leads to the sign-in and comes back to the same address. */
export function FieldGuard(props: RouteSectionProps): JSX.Element {
  const session = useAppSession();
  const location = useLocation();
  const field = (): FieldWork | null => {
    const opening = session.opening();
    return opening.kind === 'open' ? opening.field : null;
  };
  return (
    <Switch>
      <Match when={field()} keyed>
        {(open) => (
          <FieldContext.Provider value={open}>
            <FieldBanners />
            {props.children}
            <MainNav />
          </FieldContext.Provider>
        )}
      </Match>
      <Match when={session.opening().kind === 'closed'}>
        <Navigate href={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`} />
      </Match>
      <Match when={session.opening().kind === 'failed'}>
        <OpeningFailed />
      </Match>
      <Match when={session.opening().kind === 'opening' || session.opening().kind === 'starting'}>
        <OpeningSplash />
      </Match>
    </Switch>
  );
}

/** Shown only when opening takes long enough to be noticed. */
function OpeningSplash(): JSX.Element {
  const session = useAppSession();
  const name = (): string | null => {
    const opening = session.opening();
    return opening.kind === 'opening' && opening.name !== '' ? opening.name : null;
  };
  return (
    <main class="splash" aria-live="polite">
      <span class="splash-mark" aria-hidden="true" />
      <Show when={name()}>{(who) => <p class="soft splash-late">{t('shell.starting.opening', { name: who() })}</p>}</Show>
    </main>
  );
}

function OpeningFailed(): JSX.Element {
  const session = useAppSession();
  return (
    <main class="screen stack">
      <h1>{t('shell.app.name')}</h1>
      <Show when={session.opening().kind === 'failed' ? (session.opening() as Extract<ReturnType<typeof session.opening>, { kind: 'failed' }>) : null}>
        {(failed) => (
          <ProblemNotice
            problem={failed().problem}
            actions={
              <Button variant="primary" onClick={() => window.location.reload()}>
                {t('shell.app.reload')}
              </Button>
            }
          />
        )}
      </Show>
    </main>
  );
}
