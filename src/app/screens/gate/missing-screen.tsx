import Compass from 'lucide-solid/icons/compass';
import type { JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';

/** An address that leads nowhere. */
export function MissingScreen(): JSX.Element {
  return (
    <>
      <TopBar title={t('shell.app.missingTitle')} back="/" />
      <ScreenBody>
        <EmptyState
          icon={Compass}
          title={t('shell.app.missingTitle')}
          text={t('shell.app.missingText')}
          action={
            <ButtonLink variant="primary" href="/">
              {t('shell.app.toToday')}
            </ButtonLink>
          }
        />
      </ScreenBody>
    </>
  );
}
