import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, onMount, Show, type JSX } from 'solid-js';
import type { Problem } from '#shared/problems.ts';
import { leaseProblem } from '#store/lease.ts';
import { clearPendingCapture } from '#store/commands/remember-place.ts';
import { readPendingCapture } from '#store/queries/read-place.ts';
import { isWhole, storeHealth } from '#store/queries/store-health.ts';
import { useAppSession } from './app-session.ts';
import { bootedAt } from './boot.ts';
import { useField } from './field-context.tsx';
import { problemText } from './i18n/problem-text.ts';
import { t } from './i18n/t.ts';
import { RestoredBanner } from './restored-banner.tsx';
import { Button, ButtonLink } from './ui/button.tsx';
import { fromLive } from './ui/from-live.ts';
import { Notice } from './ui/notice.tsx';
import { createUpdateOffer } from './update.ts';
import './banners.css';

/** What concerns every screen of the field work, above its content. Never a modal: work goes on underneath. */
export function FieldBanners(): JSX.Element {
  return (
    <section class="banners no-print" aria-label={t('shell.banner.label')}>
      <OtherTabBanner />
      <DamageBanner />
      <RestoredBanner />
      <SignedOutBanner />
      <LeaseBanner />
      <LostCaptureBanner />
      <UpdateBanner />
    </section>
  );
}

/** Another tab took the database over, or holds an older version of it. */
function OtherTabBanner(): JSX.Element {
  const session = useAppSession();
  const event = (): string | null => session.storeEvent()?.kind ?? null;
  return (
    <>
      <Show when={event() === 'closed'}>
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
      <Show when={event() === 'emptied'}>
        <Notice
          tone="red"
          title={t('shell.banner.emptied')}
          actions={
            <Button variant="primary" onClick={() => window.location.reload()}>
              {t('shell.app.reload')}
            </Button>
          }
        >
          {t('shell.banner.emptiedText')}
        </Notice>
      </Show>
      <Show when={event() === 'blocked'}>
        <Notice tone="amber" title={t('shell.banner.blocked')}>
          {t('shell.banner.blockedText')}
        </Notice>
      </Show>
    </>
  );
}

/** Counted once when the store opens, in an idle moment: less in the database than was written, and not in the second copy either. */
function DamageBanner(): JSX.Element {
  const field = useField();
  // A signal, since a resource would hold the whole page back until it is known.
  const [damaged, setDamaged] = createSignal(false);
  onMount(() => void idle().then(look));
  const look = async (): Promise<void> => {
    if (isWhole(await storeHealth(field.store))) return;
    await field.copy.recover();
    setDamaged(!isWhole(await storeHealth(field.store)));
  };
  return (
    <Show when={damaged()}>
      <Notice
        tone="red"
        title={t('shell.sync.damaged')}
        actions={
          <ButtonLink variant="primary" href="/sync">
            {t('shell.banner.toSync')}
          </ButtonLink>
        }
      >
        {t('shell.banner.damagedText')}
      </Notice>
    </Show>
  );
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 10_000 });
    else setTimeout(resolve, 2_000);
  });
}

/** The server no longer knows the session. Work goes on; only sending waits. */
function SignedOutBanner(): JSX.Element {
  const field = useField();
  const location = useLocation();
  const href = (): string =>
    `/sign-in?again=${field.profile.personId}&next=${encodeURIComponent(location.pathname + location.search)}`;
  return (
    <Show when={field.syncState().phase === 'signed-out'}>
      <Notice
        tone="amber"
        title={t('shell.banner.signedOut')}
        actions={
          <ButtonLink variant="primary" href={href()}>
            {t('shell.banner.signIn')}
          </ButtonLink>
        }
      />
    </Show>
  );
}

/** Too long without the server to begin anything new; what is open goes on. */
function LeaseBanner(): JSX.Element {
  const field = useField();
  const [expired, setExpired] = createSignal<Problem | null>(null);
  const row = fromLive(async () => (await field.store.db.meta.get('lease')) ?? null, null);
  createEffect(() => {
    if (row() !== null) void leaseProblem(field.store).then(setExpired);
  });
  return <Show when={expired()}>{(reason) => <Notice tone="amber">{problemText(reason())}</Notice>}</Show>;
}

/** A photo that was being taken when the system closed the browser. */
function LostCaptureBanner(): JSX.Element {
  const field = useField();
  const navigate = useNavigate();
  const pending = fromLive(() => readPendingCapture(field.store), null);
  /** Only one that an earlier run of the browser left behind: a camera open right now writes the same note. */
  const lost = createMemo(() => {
    const capture = pending();
    return capture !== null && new Date(capture.at).getTime() < bootedAt ? capture : null;
  });
  return (
    <Show when={lost()}>
      {(capture) => (
        <Notice
          tone="amber"
          title={t(capture().what === 'sound' ? 'shell.banner.soundCutOff' : 'shell.banner.captureLost')}
          actions={
            <>
              <Button variant="primary" onClick={() => navigate(capture().route)}>
                {t(capture().what === 'sound' ? 'shell.banner.soundBack' : 'shell.banner.captureBack')}
              </Button>
              <Button variant="quiet" onClick={() => void clearPendingCapture(field.store)}>
                {t('shell.action.close')}
              </Button>
            </>
          }
        >
          {t(capture().what === 'sound' ? 'shell.banner.soundCutOffText' : 'shell.banner.captureLostText')}
        </Notice>
      )}
    </Show>
  );
}

function UpdateBanner(): JSX.Element {
  const offer = createUpdateOffer();
  return (
    <Show when={offer.offered()}>
      <Notice
        tone="info"
        title={t('shell.banner.update')}
        actions={
          <>
            <Button variant="primary" disabled={offer.taken()} onClick={() => void offer.accept()}>
              {t(offer.taken() ? 'shell.banner.updating' : 'shell.banner.updateNow')}
            </Button>
            <Button variant="quiet" onClick={() => offer.dismiss()}>
              {t('shell.banner.later')}
            </Button>
          </>
        }
      >
        {offer.heldElsewhere() ? t('shell.banner.updateHeld') : t('shell.banner.updateText')}
      </Notice>
    </Show>
  );
}
