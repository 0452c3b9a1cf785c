import { useLocation, useNavigate } from '@solidjs/router';
import { createMemo, Show, type JSX } from 'solid-js';
import { clearPendingCapture } from '#store/commands/remember-place.ts';
import { readPendingCapture } from '#store/queries/read-place.ts';
import { useAppSession } from './app-session.ts';
import { bootedAt } from './boot.ts';
import { useField } from './field-context.tsx';
import { t } from './i18n/t.ts';
import { Button, ButtonLink } from './ui/button.tsx';
import { fromLive } from './ui/from-live.ts';
import { Notice } from './ui/notice.tsx';
import { createUpdateOffer } from './update.ts';
import './banners.css';

/** What concerns every screen of the field work, above its content. Never a modal: work goes on underneath. */
export function FieldBanners(): JSX.Element {
  const field = useField();
  const session = useAppSession();
  const navigate = useNavigate();
  const location = useLocation();
  const offer = createUpdateOffer();
  const pendingCapture = fromLive(() => readPendingCapture(field.store), null);
  /** Only one that an earlier run of the browser left behind; a camera open right now writes the same note. */
  const lostCapture = createMemo(() => {
    const capture = pendingCapture();
    return capture !== null && new Date(capture.at).getTime() < bootedAt ? capture : null;
  });
  const storeEvent = (): string | null => session.storeEvent()?.kind ?? null;
  return (
    <div class="banners no-print">
      <Show when={storeEvent() === 'closed'}>
        <Notice
          tone="red"
          title={t('shell.banner.closed')}
          actions={
            <Button variant="primary" onClick={() => window.location.reload()}>
              {t('shell.app.reload')}
            </Button>
          }
        >
          {t('shell.banner.closedText')}
        </Notice>
      </Show>
      <Show when={storeEvent() === 'blocked'}>
        <Notice tone="amber" title={t('shell.banner.blocked')}>
          {t('shell.banner.blockedText')}
        </Notice>
      </Show>
      <Show when={field.syncState().phase === 'signed-out' && location.pathname !== '/sign-in'}>
        <Notice
          tone="amber"
          title={t('shell.banner.signedOut')}
          actions={
            <ButtonLink variant="primary" href={`/sign-in?again=${field.profile.personId}&next=${encodeURIComponent(location.pathname + location.search)}`}>
              {t('shell.banner.signIn')}
            </ButtonLink>
          }
        />
      </Show>
      <Show when={lostCapture()}>
        {(capture) => (
          <Notice
            tone="amber"
            title={t('shell.banner.captureLost')}
            actions={
              <>
                <Button
                  variant="primary"
                  onClick={() => {
                    const back = capture().route;
                    void clearPendingCapture(field.store).then(() => navigate(back));
                  }}
                >
                  {t('shell.banner.captureBack')}
                </Button>
                <Button variant="quiet" onClick={() => void clearPendingCapture(field.store)}>
                  {t('shell.action.close')}
                </Button>
              </>
            }
          >
            {t('shell.banner.captureLostText')}
          </Notice>
        )}
      </Show>
      <Show when={offer.offered()}>
        <Notice
          tone="info"
          title={t('shell.banner.update')}
          actions={
            <>
              <Button variant="primary" onClick={() => void offer.accept()}>
                {t('shell.banner.updateNow')}
              </Button>
              <Button variant="quiet" onClick={() => offer.dismiss()}>
                {t('shell.banner.later')}
              </Button>
            </>
          }
        >
          {t('shell.banner.updateText')}
        </Notice>
      </Show>
    </div>
  );
}
