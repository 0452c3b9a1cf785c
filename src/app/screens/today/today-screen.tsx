import { A } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import ClipboardPlus from 'lucide-solid/icons/clipboard-plus';
import ClipboardList from 'lucide-solid/icons/clipboard-list';
import HardDrive from 'lucide-solid/icons/hard-drive';
import MonitorCheck from 'lucide-solid/icons/monitor-check';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import Smartphone from 'lucide-solid/icons/smartphone';
import Wifi from 'lucide-solid/icons/wifi';
import WifiOff from 'lucide-solid/icons/wifi-off';
import { createEffect, createSignal, For, onCleanup, Show, Suspense, type JSX } from 'solid-js';
import { DueCard } from '#app/actions/due-card.tsx';
import { useField } from '#app/field-context.tsx';
import { formatAgo, formatDay, formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { screen } from '#app/screen.ts';
import { AssessmentRow } from '#app/ui/assessment-row.tsx';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { createOnline } from '#app/ui/create-online.ts';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { ScreenBody } from '#app/ui/top-bar.tsx';
import { UnsentAlarm } from '#app/ui/unsent-alarm.tsx';
import { syncSentence, unsentWhat } from '#app/ui/unsent-text.ts';
import { worksAtDesk } from '#domain/person.ts';
import type { AssessmentSummary } from '#store/views.ts';
import { createToday, type Today } from './create-today.ts';
import './today.css';

// Comes after the first paint, which waits for nothing that most days have none of.
const LazyReturned = screen(async () => (await import('#app/returned/returned-today.tsx')).ReturnedToday, 'workflow');
const LazyVisits = screen(async () => (await import('#app/visits/today-visits.tsx')).TodayVisits, 'visits');

const fewPhotos = 50;
const manyPhotos = 10_000;

/** The start of the day: what is unsent, where I was, what is open, and the one action that begins everything. */
export function TodayScreen(): JSX.Element {
  const field = useField();
  const today = createToday();
  const now = createNow();
  createEffect(() => {
    document.title = `${t('shell.today.title')} · ${t('shell.app.name')}`;
  });
  return (
    <>
      <header class="today-head no-print">
        <div class="today-head-line">
          <div>
            <h1>{t('shell.today.title')}</h1>
            <p class="today-head-soft">{formatDay(now())}</p>
            <p class="today-head-soft small">
              {field.profile.name} · {field.profile.regionName}
            </p>
          </div>
          <Network />
        </div>
      </header>
      <ScreenBody class="today-body">
        <SyncCard today={today} now={now()} />
        <UnsentAlarm oldestPendingAt={today.summary()?.oldestPendingAt ?? null} now={now()} />
        <Show when={today.clockOff()}>
          {(minutes) => (
            <Notice tone="amber" title={t('shell.today.clock')}>
              {t('shell.today.clockText', { minutes: minutes() })}
            </Notice>
          )}
        </Show>
        <Show when={today.open().some(({ state }) => state === 'returned')}>
          <Suspense>
            <LazyReturned />
          </Suspense>
        </Show>
        <Show when={today.resume()}>{(assessment) => <Resume assessment={assessment()} now={now()} />}</Show>
        <TodayVisits />
        <A class="today-start" href="/enterprises?start=1">
          <ClipboardPlus size={28} aria-hidden="true" />
          <span>
            <span class="today-start-title">{t('shell.today.start')}</span>
            <span class="today-start-hint">{t('shell.today.startHint')}</span>
          </span>
          <ChevronRight size={22} aria-hidden="true" />
        </A>
        <Show when={worksAtDesk(field.profile.role)}>
          <Card flush>
            <LinkRow href="/office">
              <span class="row">
                <MonitorCheck size={20} aria-hidden="true" />
                {t('shell.today.toOffice')}
              </span>
            </LinkRow>
          </Card>
        </Show>
        <DueCard />
        <OpenAssessments today={today} />
      </ScreenBody>
    </>
  );
}

function TodayVisits(): JSX.Element {
  const [painted, setPainted] = createSignal(false);
  const timer = setTimeout(() => setPainted(true));
  onCleanup(() => clearTimeout(timer));
  return (
    <Show when={painted()}>
      <Suspense>
        <LazyVisits />
      </Suspense>
    </Show>
  );
}

function Network(): JSX.Element {
  const online = createOnline();
  return (
    <span class="today-network" role="status">
      <Show
        when={online()}
        fallback={
          <>
            <WifiOff size={16} aria-hidden="true" />
            {t('shell.today.offline')}
          </>
        }
      >
        <Wifi size={16} aria-hidden="true" />
        {t('shell.today.online')}
      </Show>
    </span>
  );
}

function SyncCard(props: { readonly today: Today; readonly now: number }): JSX.Element {
  const field = useField();
  const online = createOnline();
  const isUnsent = (): boolean => {
    const summary = props.today.summary();
    return summary !== null && unsentWhat(summary) !== '';
  };
  const detail = (): string => {
    const sync = field.syncState();
    const lastContact = props.today.summary()?.lastContactAt ?? null;
    if (!online()) return t('shell.today.offlineText');
    if (sync.uploading !== null) return t('shell.today.sending', sync.uploading);
    if (sync.phase === 'pushing') return t('shell.today.pushing');
    return t('shell.today.allSentText', {
      ago: lastContact === null ? t('shell.time.never') : formatAgo(lastContact, props.now),
    });
  };
  return (
    <Card flush>
      <A href="/sync" class={`today-state today-state-${isUnsent() ? 'amber' : 'green'}`}>
        <span class="today-state-icon">
          <Show when={isUnsent()} fallback={<ShieldCheck size={24} aria-hidden="true" />}>
            <Smartphone size={24} aria-hidden="true" />
          </Show>
        </span>
        <span>
          <span class="strong">
            <Show when={props.today.summary()} fallback={' '}>
              {(summary) => <>{syncSentence(summary(), props.now)}</>}
            </Show>
          </span>
          <br />
          <span class="soft small">{detail()}</span>
        </span>
        <ChevronRight size={20} aria-hidden="true" />
        <Show when={field.syncState().uploading}>
          {(uploading) => (
            <ProgressLine value={uploading().done} max={uploading().total} label={t('shell.today.sending', uploading())} />
          )}
        </Show>
      </A>
      <Show when={props.today.storage()}>
        {(storage) => (
          <p class="today-storage" classList={{ 'today-storage-low': (storage().photosLeft ?? fewPhotos) < fewPhotos }}>
            <HardDrive size={16} aria-hidden="true" />
            <StorageText photosLeft={storage().photosLeft} />
          </p>
        )}
      </Show>
    </Card>
  );
}

function StorageText(props: { readonly photosLeft: number | null }): JSX.Element {
  return (
    <span>
      {props.photosLeft === null
        ? t('shell.today.storageUnknown')
        : props.photosLeft < fewPhotos
          ? t('shell.today.storageLow', { count: props.photosLeft })
          : props.photosLeft >= manyPhotos
            ? t('shell.today.storagePlenty')
            : t('shell.today.storageLeft', { count: formatNumber(props.photosLeft) })}
    </span>
  );
}

function Resume(props: { readonly assessment: AssessmentSummary; readonly now: number }): JSX.Element {
  const href = (): string => {
    const place = props.assessment.place;
    const base = `/assessments/${props.assessment.assessmentId}`;
    if (place === null) return base;
    return `${base}/q/${place.section}${place.question === null ? '' : `?at=${encodeURIComponent(place.question)}`}`;
  };
  return (
    <Card flush class="today-resume">
      <LinkRow href={href()}>
        <span class="soft small">{t('shell.today.resume')}</span>
        <br />
        <span class="strong">{props.assessment.enterpriseName}</span>
        <br />
        <span class="soft small">
          {t('shell.today.resumeAt', {
            title: props.assessment.title,
            ago: formatAgo(props.assessment.place?.at ?? props.assessment.updatedAt, props.now),
          })}
        </span>
      </LinkRow>
    </Card>
  );
}

function OpenAssessments(props: { readonly today: Today }): JSX.Element {
  return (
    <Show when={props.today.assessments() !== null}>
      <section class="stack-tight">
        <div class="spread">
          <h2>{t('shell.today.open')}</h2>
          <A class="link-target" href="/visits?show=assessments">
            {t('shell.today.allVisits')}
          </A>
        </div>
        <Card flush>
          <For
            each={props.today.open()}
            fallback={
              <EmptyState icon={ClipboardList} title={t('shell.today.openEmpty')} text={t('shell.today.openEmptyText')} />
            }
          >
            {(assessment) => <AssessmentRow assessment={assessment} />}
          </For>
        </Card>
      </section>
    </Show>
  );
}
