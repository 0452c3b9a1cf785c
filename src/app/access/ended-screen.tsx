import { useNavigate } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { useAppSession } from '#app/app-session.ts';
import { t } from '#app/i18n/t.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import './access.css';

/** The server has taken this phone out of use. Calm: nothing is to be done in a hurry. */
export function EndedScreen(props: { readonly name: string; readonly mode: 'lost' | 'transfer' }): JSX.Element {
  const session = useAppSession();
  const navigate = useNavigate();
  const leave = (): void => {
    navigate('/sign-in', { replace: true });
    session.acknowledge();
  };
  return (
    <main id="main" class="screen sign-in stack" tabIndex={-1}>
      <Brand />
      <Card>
        <div class="stack">
          <h1>{t('access.ended.title')}</h1>
          <Show
            when={props.mode === 'lost'}
            fallback={
              <>
                <p>{t('access.ended.transfer', { name: props.name })}</p>
                <p>{t('access.ended.transferNext')}</p>
              </>
            }
          >
            <p>{t('access.ended.lost', { name: props.name })}</p>
            <p>{t('access.ended.lostKept')}</p>
          </Show>
          <Button variant="primary" wide onClick={leave}>
            {t('access.ended.done')}
          </Button>
        </div>
      </Card>
    </main>
  );
}
