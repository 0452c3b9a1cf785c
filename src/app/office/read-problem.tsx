import { useLocation } from '@solidjs/router';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import LogIn from 'lucide-solid/icons/log-in';
import SearchX from 'lucide-solid/icons/search-x';
import WifiOff from 'lucide-solid/icons/wifi-off';
import { Match, Switch, type JSX } from 'solid-js';
import type { Problem } from '#shared/problems.ts';
import { t } from '../i18n/t.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { officeProblemText } from './office-problem-text.ts';

/** Why nothing can be shown, and what to do: offline, signed out, not found, not allowed, or a fault. */
export function ReadProblem(props: { readonly problem: Problem; readonly onAgain: () => void }): JSX.Element {
  const location = useLocation();
  const again = (): JSX.Element => (
    <Button variant="primary" onClick={() => props.onAgain()}>
      {t('office.frame.again')}
    </Button>
  );
  const failed = (text: string): JSX.Element => (
    <EmptyState icon={CircleAlert} title={t('office.frame.failedTitle')} text={text} action={again()} />
  );
  return (
    <div class="read-problem" role="alert">
      <Switch fallback={failed(officeProblemText(props.problem))}>
        <Match when={props.problem.code === 'network.unreachable'}>
          <EmptyState
            icon={WifiOff}
            title={t('office.frame.offlineTitle')}
            text={t('office.frame.offlineText')}
            action={again()}
          />
        </Match>
        <Match when={props.problem.code === 'auth.signed-out'}>
          <EmptyState
            icon={LogIn}
            title={t('office.frame.signedOutTitle')}
            text={t('office.frame.signedOutText')}
            action={
              <ButtonLink variant="primary" href={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`}>
                {t('office.frame.signIn')}
              </ButtonLink>
            }
          />
        </Match>
        <Match when={props.problem.code === 'access.not-found'}>
          <EmptyState icon={SearchX} title={t('office.detail.missingTitle')} text={t('office.detail.missingText')} />
        </Match>
      </Switch>
    </div>
  );
}
