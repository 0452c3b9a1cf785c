import { createEffect, createSignal, For, onCleanup, onMount, Show, Suspense, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { isHandedIn } from '#domain/assessment-workflow.ts';
import { worksAtDesk } from '#domain/person.ts';
import { formatMoment } from '../i18n/format.ts';
import { locale, t } from '../i18n/t.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Tag } from '../ui/card.tsx';
import { screen } from '../screen.ts';
import { Notice } from '../ui/notice.tsx';
import { AnswersTab } from './answers-tab.tsx';
import { createPerson } from './create-person.ts';
import { EvidenceTab } from './evidence-tab.tsx';
import { EvidenceViewer } from './evidence-viewer.tsx';
import { ExportMenu } from './export-menu.tsx';
import { HistoryTab } from './history-tab.tsx';
import { detailExportAddress, evidencePackAddress } from './office-api.ts';
import { OverviewTab } from './overview-tab.tsx';
import { TabList } from './tab-list.tsx';
import './assessment-detail.css';

const FirmLinksButton = screen(async () => (await import('../firm-links/firm-links-button.tsx')).FirmLinksButton, 'firm');
// With the words of the questionnaire, which the desk has no other use for.
const LedgerTab = screen(async () => (await import('./ledger-tab.tsx')).LedgerTab, 'form');

const tabs = ['overview', 'answers', 'ledger', 'evidence', 'history'] as const;
type Tab = (typeof tabs)[number];

// Stays the same from one assessment to the next: a reviewer goes through many of them with the same question.
const [tab, setTab] = createSignal<Tab>('overview');

/** One assessment in parts. On paper all but the history stand one after the other, the ledger where there is one. */
export function AssessmentDetail(props: { readonly detail: OfficeDetail; readonly heading: 'h1' | 'h2' }): JSX.Element {
  const [viewing, setViewing] = createSignal<string | null>(null);
  const printing = createPrinting();
  // A printed page waits for nothing.
  createEffect(() => {
    if (props.detail.verification !== null) void LedgerTab.preload();
  });
  const shows = (part: Tab): boolean =>
    printing() ? part !== 'history' && (part !== 'ledger' || props.detail.verification !== null) : tab() === part;
  const label = (part: Tab): string => {
    const { evidence, history } = props.detail;
    const ledger = props.detail.verification?.ledger.length ?? null;
    const counts = { overview: null, answers: null, ledger, evidence: evidence.length, history: history.length };
    const count = counts[part];
    return count === null ? t(`office.detail.${part}`) : `${t(`office.detail.${part}`)} ${String(count)}`;
  };
  return (
    <article class="detail">
      <DetailHead detail={props.detail} heading={props.heading} />
      <TabList
        label={t('office.detail.tabs')}
        tabs={tabs.map((part) => ({ id: part, label: label(part) }))}
        chosen={tab()}
        onChoose={setTab}
      />
      <div class="detail-scroll">
        <For each={tabs}>
          {(part) => (
            <Show when={shows(part)}>
              <div class="detail-part" id={`detail-${part}`} role="tabpanel" aria-labelledby={`tab-${part}`} tabIndex={0}>
                {partOf(part, props, setViewing)}
              </div>
            </Show>
          )}
        </For>
      </div>
      <EvidenceViewer
        firm={props.detail.enterpriseName}
        evidence={props.detail.evidence}
        open={viewing()}
        onMove={setViewing}
        onClose={() => setViewing(null)}
      />
    </article>
  );
}

function partOf(part: Tab, props: { readonly detail: OfficeDetail }, view: (evidenceId: string) => void): JSX.Element {
  switch (part) {
    case 'overview':
      return <OverviewTab detail={props.detail} />;
    case 'answers':
      return <AnswersTab detail={props.detail} onView={view} />;
    case 'ledger':
      return (
        <Suspense>
          <LedgerTab detail={props.detail} />
        </Suspense>
      );
    case 'evidence':
      return <EvidenceTab detail={props.detail} onView={view} />;
    case 'history':
      return <HistoryTab detail={props.detail} />;
  }
}

function DetailHead(props: { readonly detail: OfficeDetail; readonly heading: 'h1' | 'h2' }): JSX.Element {
  const arrival = (): string =>
    props.detail.submittedAt === null
      ? t('office.detail.notSubmitted')
      : t('office.detail.submitted', { time: formatMoment(props.detail.submittedAt) });
  return (
    <header class="detail-head">
      <div class="detail-head-line">
        <Dynamic component={props.heading} class="detail-firm">
          {props.detail.enterpriseName}
        </Dynamic>
        <Suspense>
          <FirmLinksButton
            assessmentId={props.detail.assessmentId}
            firm={props.detail.enterpriseName}
            title={props.detail.definitionTitle}
          />
        </Suspense>
        <ReviewLink detail={props.detail} />
        <ExportMenu
          label={t('office.export.buttonOne')}
          title={t('office.export.title', { count: 1 })}
          entries={[
            {
              label: t('office.export.oneXlsx'),
              address: detailExportAddress(props.detail.assessmentId, 'xlsx', locale()),
              disabled: null,
            },
            {
              label: t('office.export.oneCsv'),
              address: detailExportAddress(props.detail.assessmentId, 'csv', locale()),
              disabled: null,
            },
            {
              label: t('office.export.onePack'),
              address: evidencePackAddress(props.detail.assessmentId),
              disabled: props.detail.photos.committed === 0 ? t('office.export.noPack') : null,
            },
          ]}
        />
      </div>
      <p class="detail-facts">
        <span>{props.detail.enterpriseCode}</span>
        <span>{props.detail.regionName}</span>
        <span>{props.detail.definitionTitle}</span>
        <strong>{t(`shell.state.${props.detail.state}`)}</strong>
        <span>{arrival()}</span>
        <Show when={props.detail.followUp}>
          <Tag>{t('shell.actions.followUp')}</Tag>
        </Show>
        <Show when={props.detail.demo}>
          <Tag>{t('office.row.demo')}</Tag>
        </Show>
      </p>
      <Show when={props.detail.state === 'voided'}>
        <Notice tone="red">
          {t('office.detail.voided', { reason: props.detail.voidReason ?? t('office.detail.noReason') })}
        </Notice>
      </Show>
    </header>
  );
}

/** To the place where it is decided upon, for who has business there. */
function ReviewLink(props: { readonly detail: OfficeDetail }): JSX.Element {
  const person = createPerson();
  const goes = (): boolean => {
    const who = person();
    return who !== null && worksAtDesk(who.role) && isHandedIn(props.detail.state);
  };
  return (
    <Show when={goes()}>
      <ButtonLink class="no-print" href={`/office/review/${encodeURIComponent(props.detail.assessmentId)}`}>
        {t('office.frame.review')}
      </ButtonLink>
    </Show>
  );
}

/** True while the browser makes the printed page: Solid has put everything in by the time it looks. */
function createPrinting(): () => boolean {
  const [printing, setPrinting] = createSignal(false);
  const start = (): void => {
    setPrinting(true);
  };
  const end = (): void => {
    setPrinting(false);
  };
  onMount(() => {
    window.addEventListener('beforeprint', start);
    window.addEventListener('afterprint', end);
    onCleanup(() => {
      window.removeEventListener('beforeprint', start);
      window.removeEventListener('afterprint', end);
    });
  });
  return printing;
}
