import { Navigate, useLocation, type RouteSectionProps } from '@solidjs/router';
import { lazy, Match, Show, Switch, type JSX } from 'solid-js';
import { useAppSession } from './app-session.ts';
import type { FieldWork } from './field-context.tsx';
import { problemText } from './i18n/problem-text.ts';
import { t } from './i18n/t.ts';
import { StartFailed } from './start-failed.tsx';

const FieldFrame = lazy(async () => ({ default: (await import('./field-frame.tsx')).FieldFrame }));

/** Screens below this stand on an open store. Without one it leads to the sign-in and comes back to the same address. */
export function FieldGuard(props: RouteSectionProps): JSX.Element {
  const session = useAppSession();
  const location = useLocation();
  const field = (): FieldWork | null => {
    const opening = session.opening();
    return opening.kind === 'open' ? opening.field : null;
  };
  const failure = (): string | null => {
    const opening = session.opening();
    return opening.kind === 'failed' ? problemText(opening.problem) : null;
  };
  return (
    <Switch fallback={<OpeningSplash />}>
      <Match when={field()} keyed>
        {(open) => <FieldFrame field={open}>{props.children}</FieldFrame>}
      </Match>
      <Match when={session.opening().kind === 'closed'}>
        <Navigate href={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`} />
      </Match>
      <Match when={failure()}>{(text) => <StartFailed text={text()} />}</Match>
    </Switch>
  );
}

/** Its words appear only when opening takes long enough to be noticed. */
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
