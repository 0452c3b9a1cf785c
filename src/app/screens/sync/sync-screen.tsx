import RefreshCw from 'lucide-solid/icons/refresh-cw';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import Smartphone from 'lucide-solid/icons/smartphone';
import { createResource, For, Show, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { appVersion } from '#app/build-info.ts';
import { formatAgo, formatBytes, formatMoment, formatNumber, formatTime } from '#app/i18n/format.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { readyOffline } from '#app/update.ts';
import { createNow } from '#app/ui/create-now.ts';
import { Notice } from '#app/ui/notice.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { RescueButton } from '#app/ui/rescue-button.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { syncSentence, unsentWhat } from '#app/ui/unsent-text.ts';
import { workWords } from '#app/ui/work-words.ts';
import { UnsentAlarm } from '#app/ui/unsent-alarm.tsx';
import { isWhole } from '#store/queries/store-health.ts';
import type { CopyState } from '#store/second-copy/copy-messages.ts';
import { createSync, type SyncPage } from './create-sync.ts';
import { DisputedRecords } from './disputes.tsx';
import { FreeSpaceButton } from './free-space-button.tsx';
import { HandoverCard } from './handover-card.tsx';
import { knownProblem } from './known-problem.ts';
import { MobileDataCard } from './mobile-data-card.tsx';
import { OutboxRow } from './outbox-row.tsx';
import './sync.css';

/** What is only on this phone, why, and what can be done about it. */
export function SyncScreen(): JSX.Element {
  const field = useField();
  const page = createSync();
  const now = createNow();
  return (
    <>
      <TopBar title={t('shell.sync.title')} />
      <ScreenBody>
        <Head page={page} />
        <UnsentAlarm oldestPendingAt={page.summary()?.oldestPendingAt ?? null} now={now()} />
        <Health page={page} />
        <Show when={page.state().problem}>
          {(found) => (
            <Notice
              tone="amber"
              title={t('shell.sync.problem')}
              actions={
                <Show when={page.state().phase === 'signed-out'}>
                  <ButtonLink variant="primary" href={`/sign-in?again=${field.profile.personId}&next=%2Fsync`}>
                    {t('shell.banner.signIn')}
                  </ButtonLink>
                </Show>
              }
            >
              {problemText(found())}
            </Notice>
          )}
        </Show>
        <Items page={page} />
        <DisputedRecords />
        <MobileDataCard bytesLeft={page.summary()?.bytesLeft ?? 0} />
        <Quarantined page={page} />
        <HandoverCard />
        <Card title={t('shell.sync.rescue')}>
          <div class="stack">
            <p class="soft">{t('shell.sync.rescueText')}</p>
            <RescueButton label={t('shell.sync.rescueMake')} />
          </div>
        </Card>
        <Details page={page} />
      </ScreenBody>
    </>
  );
}

function Head(props: { readonly page: SyncPage }): JSX.Element {
  const now = createNow();
  const tone = (): 'amber' | 'green' => {
    const summary = props.page.summary();
    return summary !== null && unsentWhat(summary) !== '' ? 'amber' : 'green';
  };
  const lastContact = (): string => {
    const at = props.page.summary()?.lastContactAt ?? null;
    return at === null ? t('shell.sync.lastContactNever') : formatAgo(at, now());
  };
  return (
    <Card>
      <div class="stack">
        <div class={`sync-head sync-head-${tone()}`}>
          <span class="sync-head-icon">
            <Show when={tone() === 'amber'} fallback={<ShieldCheck size={24} aria-hidden="true" />}>
              <Smartphone size={24} aria-hidden="true" />
            </Show>
          </span>
          <div role="status">
            <p class="sync-head-sentence">
              <Show when={props.page.summary()} fallback={' '}>
                {(summary) => <>{syncSentence(summary(), now())}</>}
              </Show>
            </p>
            <p class="soft small">{t('shell.today.allSentText', { ago: lastContact() })}</p>
          </div>
        </div>
        <Show when={props.page.state().uploading}>
          {(uploading) => (
            <div class="stack-tight">
              <p class="small">{t('shell.today.sending', uploading())}</p>
              <ProgressLine value={uploading().done} max={uploading().total} label={t('shell.today.sending', uploading())} />
            </div>
          )}
        </Show>
        <Button variant="primary" wide icon={RefreshCw} disabled={props.page.busy()} onClick={() => props.page.syncNow()}>
          {props.page.busy() ? t('shell.sync.busy') : t('shell.sync.now')}
        </Button>
      </div>
    </Card>
  );
}

function Items(props: { readonly page: SyncPage }): JSX.Element {
  const reason = (): string => {
    const next = props.page.state().nextTryAt;
    switch (props.page.reason()) {
      case 'offline':
        return t('shell.sync.reasonOffline');
      case 'signed-out':
        return t('shell.sync.reasonSignedOut');
      case 'sending':
        return t('shell.sync.reasonSending');
      case 'retry':
        return next === null ? t('shell.sync.reasonOffline') : t('shell.sync.reasonRetry', { time: formatTime(next) });
      case 'waiting':
        return t('shell.sync.reasonWaiting');
    }
  };
  return (
    <Show when={props.page.items().length > 0}>
      <section class="stack-tight">
        <h2>{t('shell.sync.items')}</h2>
        <p class="soft small">{reason()}</p>
        <Card flush>
          <For each={props.page.items()}>{(item) => <OutboxRow item={item} />}</For>
        </Card>
      </section>
    </Show>
  );
}

function Quarantined(props: { readonly page: SyncPage }): JSX.Element {
  return (
    <Show when={props.page.quarantined().length > 0}>
      <section class="stack-tight">
        <h2>{t('shell.sync.quarantined')}</h2>
        <p class="soft small">{t('shell.sync.quarantinedText')}</p>
        <Card flush>
          <For each={props.page.quarantined()}>
            {(item) => (
              <div class="sync-quarantine stack-tight">
                <p class="strong">{item.title}</p>
                <For each={item.quarantined}>
                  {(refusal) => (
                    <p class="small">
                      <Show when={refusal.field}>
                        {(name) => (
                          <>
                            {t('shell.sync.quarantinedField', { field: name().replace(/^(self|verified)\//, '') })}
                            <br />
                          </>
                        )}
                      </Show>
                      <span class="soft">{problemText(knownProblem(refusal.problem))}</span>
                    </p>
                  )}
                </For>
              </div>
            )}
          </For>
        </Card>
      </section>
    </Show>
  );
}

/** Less in the database than was written: said at once and loudly, for the rest may still be saved. */
function Health(props: { readonly page: SyncPage }): JSX.Element {
  return (
    <Show when={props.page.health()}>
      {(health) => (
        <Show when={!isWhole(health())}>
          <Notice tone="red" title={t('shell.sync.damaged')}>
            {t('shell.sync.damagedText', {
              ops: health().ops.found,
              opsExpected: health().ops.expected,
              chunks: health().chunks.found,
              chunksExpected: health().chunks.expected,
            })}
          </Notice>
        </Show>
      )}
    </Show>
  );
}

function Details(props: { readonly page: SyncPage }): JSX.Element {
  const field = useField();
  const [device] = createResource(() => field.store.device());
  return (
    <Card title={t('shell.sync.details')}>
      <dl class="facts">
        <dt>{t('shell.sync.verified')}</dt>
        <dd>{props.page.summary()?.photosVerified ?? 0}</dd>
        <dt>{t('shell.sync.lastContact')}</dt>
        <dd>
          <Show when={props.page.summary()?.lastContactAt} fallback={t('shell.sync.lastContactNever')}>
            {(at) => <>{formatMoment(at())}</>}
          </Show>
        </dd>
        <Show when={props.page.storage()}>
          {(storage) => (
            <>
              <dt>{t('shell.sync.storage')}</dt>
              <dd>
                <Show when={storage().quota} fallback={t('shell.today.storageUnknown')}>
                  {(quota) => (
                    <>{t('shell.sync.storageUsed', { used: formatBytes(storage().usage ?? 0), quota: formatBytes(quota()) })}</>
                  )}
                </Show>
              </dd>
              <Show when={storage().photosLeft !== null}>
                <dt>{t('shell.sync.photosLeft')}</dt>
                <dd>{t('shell.sync.photosLeftCount', { count: formatNumber(storage().photosLeft ?? 0) })}</dd>
              </Show>
              <dt>{t('shell.sync.persisted')}</dt>
              <dd class="stack-tight">
                <span>{storage().persisted ? t('shell.sync.persistedYes') : t('shell.sync.persistedNo')}</span>
                <Show when={!storage().persisted}>
                  <span class="soft small">{t('shell.gate.missing.persistence')}</span>
                  <Button onClick={() => void props.page.askPersistence()}>{t('shell.sync.persistedAsk')}</Button>
                </Show>
              </dd>
            </>
          )}
        </Show>
        <Show when={props.page.health()}>
          {(health) => (
            <>
              <dt>{t('shell.sync.health')}</dt>
              <dd>
                {isWhole(health())
                  ? t('shell.sync.healthy', { ops: health().ops.found, chunks: health().chunks.found })
                  : t('shell.sync.damaged')}
              </dd>
            </>
          )}
        </Show>
        <dt>{t('shell.sync.copy')}</dt>
        <dd class="stack-tight">
          <span>{copyWord(field.copy.state())}</span>
          <Show when={copyHolds(field.copy.state())}>{(text) => <span class="small">{text()}</span>}</Show>
          <span class="soft small">{t('shell.sync.copyText')}</span>
        </dd>
        <dt>{t('shell.gate.checks.serviceWorker')}</dt>
        <dd>{readyOffline() ? t('shell.sync.offlineReady') : t('shell.sync.offlineNotYet')}</dd>
        <dt>{t('shell.sync.device')}</dt>
        <dd class="code-text">{device()}</dd>
        <dt>{t('shell.sync.version')}</dt>
        <dd>{appVersion}</dd>
      </dl>
      <Show when={props.page.summary()}>{(summary) => <FreeSpaceButton removable={summary().removable} />}</Show>
    </Card>
  );
}

function copyWord(state: CopyState): string {
  switch (state.kind) {
    case 'starting':
      return t('shell.sync.copyStarting');
    case 'unsupported':
      return t('shell.sync.copyUnsupported');
    case 'whole':
      return t('shell.sync.copyWhole');
    case 'behind':
      return state.reason === 'no-room' ? t('shell.sync.copyNoRoom') : t('shell.sync.copyFailed');
  }
}

function copyHolds(state: CopyState): string | null {
  if (state.kind !== 'whole' && state.kind !== 'behind') return null;
  const what = workWords(state);
  if (what !== '') return t('shell.sync.copyHolds', { what });
  return state.kind === 'whole' ? t('shell.sync.copyEmpty') : null;
}
