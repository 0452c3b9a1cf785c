import { A } from '@solidjs/router';
import ClipboardCheck from 'lucide-solid/icons/clipboard-check';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { OfficeFacets } from '#protocol/office-wire.ts';
import { queueTabs } from '#protocol/review-wire.ts';
import type { QueueQuery, QueueReply } from '#protocol/review-wire.ts';
import { t } from '../../i18n/t.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FaultNotice } from '../fault-notice.tsx';
import { OfficeFrame } from '../office-frame.tsx';
import { ReadProblem } from '../read-problem.tsx';
import { BulkResult } from './bulk-result.tsx';
import { createQueue } from './create-queue.ts';
import { QueueTable } from './queue-table.tsx';
import { Select } from './select.tsx';
import './review.css';

/** `/office/review`: what waits for the bureau, the oldest first. */
export function ReviewQueueScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('workflow.desk.title')}>
      <QueuePage />
    </OfficeFrame>
  );
}

function QueuePage(): JSX.Element {
  const { query, list, reply, rows, facets, mayReview, chosen, setChosen, current, outcome, setOutcome, command, ...act } =
    createQueue();
  return (
    <section class="queue" aria-labelledby="queue-title">
      <header class="queue-head">
        <h1 id="queue-title">{t('workflow.desk.title')}</h1>
        <p class="soft" role="status">
          <Show when={list.failed() === null}>
            <TotalText reply={reply()} />
          </Show>
        </p>
        <span class="queue-tools">
          <ButtonLink href="/office/review/agreement">{t('workflow.desk.agreement')}</ButtonLink>
          <Button icon={RefreshCw} onClick={() => list.again()}>
            {t('workflow.desk.refresh')}
          </Button>
        </span>
      </header>
      <Tabs tab={query().tab} />
      <QueueFilters query={query()} facets={facets()} reviewers={reply()?.reviewers ?? []} onChange={act.change} />
      <Show when={mayReview() && rows().length > 0}>
        <BulkBar
          tab={query().tab}
          chosen={chosen().size}
          busy={command.busy()}
          reviewers={reply()?.reviewers ?? []}
          onApprove={() => void act.approveChosen()}
          onGive={(person) => void act.giveTo(person)}
        />
      </Show>
      <FaultNotice fault={command.fault()} />
      <Switch fallback={<p class="soft queue-wait">{t('workflow.desk.loading')}</p>}>
        <Match when={list.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={list.again} />}</Match>
        <Match when={reply()?.rows.length === 0}>
          <EmptyState icon={ClipboardCheck} title={t('workflow.desk.emptyTitle')} text={t('workflow.desk.emptyText')} />
        </Match>
        <Match when={reply()}>
          <QueueTable
            rows={rows()}
            tab={query().tab}
            current={current()}
            chosen={mayReview() ? chosen() : null}
            hrefOf={act.hrefOf}
            onToggle={act.toggle}
            onChooseAll={(all) => setChosen(new Set<string>(all ? rows().map(({ assessmentId }) => assessmentId) : []))}
          />
        </Match>
      </Switch>
      <p class="queue-foot soft small no-print">{t('workflow.desk.keys')}</p>
      <BulkResult outcome={outcome()} onClose={() => setOutcome(null)} />
    </section>
  );
}

function TotalText(props: { readonly reply: QueueReply | null }): JSX.Element {
  return (
    <Show when={props.reply} fallback={t('workflow.desk.loading')}>
      {(reply) =>
        reply().total > reply().rows.length
          ? t('workflow.desk.shown', { count: reply().total, shown: reply().rows.length })
          : t('workflow.desk.total', { count: reply().total })
      }
    </Show>
  );
}

const ages = [3, 7, 14, 30] as const;

function QueueFilters(props: {
  readonly query: QueueQuery;
  readonly facets: OfficeFacets | null;
  readonly reviewers: QueueReply['reviewers'];
  readonly onChange: (part: Partial<QueueQuery>) => void;
}): JSX.Element {
  return (
    <div class="queue-filters">
      <Select
        label={t('workflow.desk.region')}
        value={props.query.region ?? ''}
        options={[
          { value: '', label: t('workflow.desk.anyRegion') },
          ...(props.facets?.regions ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChoose={(value) => props.onChange({ region: value || null })}
      />
      <Select
        label={t('workflow.desk.instrument')}
        value={props.query.definition ?? ''}
        options={[
          { value: '', label: t('workflow.desk.anyInstrument') },
          ...(props.facets?.definitions ?? []).map(({ id, title }) => ({ value: id, label: title })),
        ]}
        onChoose={(value) => props.onChange({ definition: value || null })}
      />
      <Select
        label={t('workflow.desk.age')}
        value={props.query.age === null ? '' : String(props.query.age)}
        options={[
          { value: '', label: t('workflow.desk.anyAge') },
          ...ages.map((days) => ({ value: String(days), label: t('workflow.desk.ageOver', { days }) })),
        ]}
        onChoose={(value) => props.onChange({ age: value === '' ? null : Number(value) })}
      />
      <Select
        label={t('workflow.desk.assigned')}
        value={props.query.assigned ?? ''}
        options={[
          { value: '', label: t('workflow.desk.anybody') },
          { value: 'me', label: t('workflow.desk.mine') },
          { value: 'none', label: t('workflow.desk.nobody') },
          ...props.reviewers.map(({ person, name }) => ({ value: person, label: name })),
        ]}
        onChoose={(value) => props.onChange({ assigned: value || null })}
      />
      <Show when={props.query.tab === 'returned'}>
        <label class="queue-check">
          <input
            type="checkbox"
            checked={props.query.overdue}
            onChange={(event) => props.onChange({ overdue: event.currentTarget.checked })}
          />
          {t('workflow.desk.overdueOnly')}
        </label>
      </Show>
    </div>
  );
}

function BulkBar(props: {
  readonly tab: QueueQuery['tab'];
  readonly chosen: number;
  readonly busy: boolean;
  readonly reviewers: QueueReply['reviewers'];
  readonly onApprove: () => void;
  readonly onGive: (person: string | null) => void;
}): JSX.Element {
  return (
    <div class="queue-bulk">
      <span>{t('workflow.desk.chosen', { count: props.chosen })}</span>
      <Show when={props.tab === 'submitted'}>
        <Button variant="primary" disabled={props.chosen === 0 || props.busy} onClick={() => props.onApprove()}>
          {t('workflow.desk.approveClean')}
        </Button>
      </Show>
      <Select
        label={t(props.tab === 'second' ? 'workflow.desk.assignSecond' : 'workflow.desk.assignOne')}
        disabled={props.chosen === 0 || props.busy}
        value=""
        options={[
          { value: '', label: t('workflow.desk.assignTo') },
          ...props.reviewers.map(({ person, name, regionName }) => ({
            value: person,
            label: `${name}（${regionName}）`,
          })),
          { value: '-', label: t('workflow.desk.giveBack') },
        ]}
        onChoose={(value) => props.onGive(value === '-' ? null : value)}
      />
    </div>
  );
}

function Tabs(props: { readonly tab: QueueQuery['tab'] }): JSX.Element {
  return (
    <nav class="queue-tabs" aria-label={t('workflow.desk.title')}>
      <For each={queueTabs}>
        {(tab) => (
          <A
            href={`/office/review?tab=${tab}`}
            class={`queue-tab${props.tab === tab ? ' queue-tab-here' : ''}`}
            activeClass=""
            inactiveClass=""
          >
            {t(`workflow.desk.tabs.${tab}`)}
          </A>
        )}
      </For>
    </nav>
  );
}
