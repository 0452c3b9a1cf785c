import { A } from '@solidjs/router';
import X from 'lucide-solid/icons/x';
import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { ActionDetail } from '#protocol/actions-wire.ts';
import { pointsText, stepText } from '../actions/action-words.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { readActionDetail } from './actions-api.ts';
import { createServerQuery } from './create-server-query.ts';
import { previewAddress } from './office-api.ts';
import { OfficeActionState } from './office-action-state.tsx';
import { ReadProblem } from './read-problem.tsx';

/** One action beside the list: what was agreed, before and after, and every step of everybody. */
export function ActionPanel(props: { readonly actionId: string; readonly onClose: () => void }): JSX.Element {
  const detail = createServerQuery(() => {
    const id = props.actionId;
    return { key: ['action', id], load: (signal: AbortSignal) => readActionDetail(id, signal) };
  });
  return (
    <aside class="detail-panel" aria-label={t('actions.office.panel')} aria-busy={detail.read().kind === 'loading'}>
      <div class="detail-panel-bar no-print">
        <strong>{t('actions.office.panel')}</strong>
        <span class="detail-panel-full" />
        <IconButton icon={X} label={t('actions.office.close')} onClick={() => props.onClose()} />
      </div>
      <Switch fallback={<p class="detail-wait soft">{t('office.detail.loading')}</p>}>
        <Match when={detail.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={detail.again} />}</Match>
        <Match when={detail.value()}>{(value) => <Detail detail={value()} />}</Match>
      </Switch>
    </aside>
  );
}

function Detail(props: { readonly detail: ActionDetail }): JSX.Element {
  const facts = (): readonly (readonly [string, string | null])[] => {
    const { enterpriseName, regionName, question, finding, ownerName, due, gain, reason, author, definitionTitle } = props.detail;
    return [
      [t('actions.office.columns.firm'), `${enterpriseName} · ${regionName}`],
      [t('actions.office.clause'), [definitionTitle, question].filter((part) => part !== null).join(' · ') || null],
      [t('actions.office.finding'), finding],
      [t('actions.detail.owner'), ownerName],
      [t('actions.detail.due'), due],
      [t('actions.detail.gain'), gain === null ? null : t('actions.gain.shown', { points: pointsText(gain) })],
      [t('actions.office.author'), author],
      ...(reason === null ? [] : ([[t('actions.detail.reason'), reason]] as const)),
    ];
  };
  return (
    <div class="action-panel stack">
      <h2>{props.detail.title}</h2>
      <p>
        <OfficeActionState row={props.detail} />
      </p>
      <dl class="facts">
        <For each={facts()}>
          {([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd classList={{ soft: value === null }}>{value ?? t('actions.detail.unknown')}</dd>
            </>
          )}
        </For>
      </dl>
      <div class="before-after">
        <Photos pieces={props.detail.before} where={t('actions.detail.before')} none={t('actions.detail.noBefore')} />
        <Photos pieces={props.detail.after} where={t('actions.detail.after')} none={t('actions.detail.noAfter')} />
      </div>
      <p class="row">
        <Show when={props.detail.assessment}>
          {(id) => <A href={`/office/assessments/${id()}`}>{t('actions.office.toAssessment')}</A>}
        </Show>
        <Show when={props.detail.proofAssessment}>
          {(id) => <A href={`/office/assessments/${id()}`}>{t('actions.office.toProof')}</A>}
        </Show>
      </p>
      <Card title={t('actions.detail.history')}>
        <ol class="action-history">
          <For each={props.detail.history}>{(step) => <Step step={step} />}</For>
        </ol>
      </Card>
    </div>
  );
}

function Photos(props: { readonly pieces: ActionDetail['before']; readonly where: string; readonly none: string }): JSX.Element {
  const label = (at: number): string => t('actions.office.photo', { where: props.where, number: at + 1 });
  return (
    <div>
      <h3>{props.where}</h3>
      <For each={props.pieces} fallback={<p class="soft small">{props.none}</p>}>
        {(piece, at) => (
          <Show
            when={piece.committedAt !== null}
            fallback={<span class="picture soft small">{t('actions.office.waiting')}</span>}
          >
            <a
              class="picture"
              href={previewAddress(piece.evidenceId, 'view')}
              target="_blank"
              rel="noopener"
              aria-label={label(at())}
            >
              <img src={previewAddress(piece.evidenceId, 'view')} alt={piece.caption ?? label(at())} loading="lazy" />
            </a>
          </Show>
        )}
      </For>
    </div>
  );
}

function Step(props: { readonly step: ActionDetail['history'][number] }): JSX.Element {
  return (
    <li>
      <span class="strong">{stepText(fieldOf(props.step), props.step.value)}</span>
      <Show when={props.step.reason}>
        {(reason) => <span class="small">{t('actions.detail.reasonGiven', { reason: reason() })}</span>}
      </Show>
      <Show when={props.step.quarantined}>
        <span class="small actions-late">{t('actions.office.quarantined')}</span>
      </Show>
      <span class="soft small">
        {t('actions.event.by', { name: props.step.author, time: formatMoment(props.step.wallTime) })} ·{' '}
        {t('actions.office.received', { time: formatMoment(props.step.serverTime) })}
      </span>
    </li>
  );
}

function fieldOf({ kind, field }: ActionDetail['history'][number]): string {
  return field ?? (kind === 'void' ? '@void' : '@create');
}
