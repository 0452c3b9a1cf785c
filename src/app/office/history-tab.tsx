import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { OfficeDetail, OfficeHistory } from '#protocol/office-wire.ts';
import { problem } from '#shared/problems.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { actOf } from './history-act.ts';
import { officeProblemText } from './office-problem-text.ts';
import { knownProblem } from './problem-from-wire.ts';
import './history-tab.css';

const step = 200;
/** A phone's clock may run this far ahead before it is pointed out. */
const toleratedAheadMilliseconds = 5 * 60_000;

/** Who did what, by the phone's clock and by the server's, newest first. */
export function HistoryTab(props: { readonly detail: OfficeDetail }): JSX.Element {
  const [count, setCount] = createSignal(step);
  const shown = createMemo(() => props.detail.history.slice(0, count()));
  const left = (): number => props.detail.history.length - shown().length;
  return (
    <Show when={props.detail.history.length > 0} fallback={<p class="soft">{t('office.history.empty')}</p>}>
      <p class="soft small">{t('office.history.note')}</p>
      <div class="card card-flush history-scroll" tabIndex={0} role="region" aria-label={t('office.detail.history')}>
        <table class="history">
          <thead>
            <tr>
              <th scope="col">{t('office.history.what')}</th>
              <th scope="col">{t('office.history.who')}</th>
              <th scope="col">{t('office.history.when')}</th>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>{(entry) => <HistoryRow entry={entry} />}</For>
          </tbody>
        </table>
      </div>
      <Show when={left() > 0}>
        <div class="spread">
          <span class="soft small">
            {t('office.history.shown', { shown: shown().length, total: props.detail.history.length })}
          </span>
          <Button onClick={() => setCount((now) => now + step)}>
            {t('office.history.more', { count: Math.min(step, left()) })}
          </Button>
        </div>
      </Show>
    </Show>
  );
}

function HistoryRow(props: { readonly entry: OfficeHistory }): JSX.Element {
  const about = (): string | null => {
    const { subject, value, kind } = props.entry;
    if (subject === null) return value;
    if (value !== null) return t('office.history.value', { subject, value });
    return kind === 'set' || kind === 'resolve' ? t('office.history.cleared', { subject }) : subject;
  };
  const ahead = (): boolean => Date.parse(props.entry.wallTime) > Date.parse(props.entry.serverTime) + toleratedAheadMilliseconds;
  return (
    <tr classList={{ 'history-refused': props.entry.quarantined !== null }}>
      <td>
        <strong>{t(`office.history.act.${actOf(props.entry)}`)}</strong>
        <Show when={about()}>{(text) => <p class="history-about">{text()}</p>}</Show>
        <Show when={props.entry.reason}>{(reason) => <p>{t('office.history.reason', { reason: reason() })}</p>}</Show>
        <Show when={props.entry.quarantined}>
          {(code) => (
            <p class="history-problem">
              {t('office.history.quarantined', {
                problem: officeProblemText(knownProblem({ code: code(), detail: {} }) ?? problem('sync.quarantined')),
              })}
            </p>
          )}
        </Show>
      </td>
      <td title={t('office.history.device', { device: props.entry.device })}>{props.entry.author}</td>
      <td class="history-time">
        <p>{t('office.history.serverTime', { time: formatMoment(props.entry.serverTime) })}</p>
        <p class="soft">{t('office.history.phoneTime', { time: formatMoment(props.entry.wallTime) })}</p>
        <Show when={ahead()}>
          <p class="history-problem">{t('office.history.ahead')}</p>
        </Show>
      </td>
    </tr>
  );
}
