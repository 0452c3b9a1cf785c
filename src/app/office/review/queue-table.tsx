import { A } from '@solidjs/router';
import { createEffect, For, Show, type JSX } from 'solid-js';
import type { QueueRow, QueueTab } from '#protocol/review-wire.ts';
import { t } from '../../i18n/t.ts';
import { Tag } from '../../ui/card.tsx';

export function QueueTable(props: {
  readonly rows: readonly QueueRow[];
  readonly tab: QueueTab;
  readonly current: number;
  /** Null: nothing can be chosen. */
  readonly chosen: ReadonlySet<string> | null;
  readonly hrefOf: (row: QueueRow) => string;
  readonly onToggle: (id: string) => void;
  readonly onChooseAll: (all: boolean) => void;
}): JSX.Element {
  let body: HTMLTableSectionElement | undefined;
  createEffect(() => body?.rows[props.current]?.scrollIntoView({ block: 'nearest' }));
  return (
    <div class="queue-scroll">
      <table class="queue-table">
        <thead>
          <tr>
            <Show when={props.chosen}>
              {(chosen) => (
                <th class="queue-choose" scope="col">
                  <input
                    type="checkbox"
                    aria-label={t('workflow.desk.chooseAll')}
                    checked={chosen().size > 0 && chosen().size === props.rows.length}
                    onChange={(event) => props.onChooseAll(event.currentTarget.checked)}
                  />
                </th>
              )}
            </Show>
            <th scope="col">{t('workflow.desk.firm')}</th>
            <th scope="col">{t('workflow.desk.instrument')}</th>
            <th scope="col">{t('workflow.desk.level')}</th>
            <th scope="col">{t('workflow.desk.waiting')}</th>
            <th scope="col">{t('workflow.desk.assigned')}</th>
          </tr>
        </thead>
        <tbody ref={(element) => (body = element)}>
          <For each={props.rows}>
            {(row, index) => (
              <tr classList={{ 'queue-current': index() === props.current }}>
                <Show when={props.chosen}>
                  {(chosen) => (
                    <td class="queue-choose">
                      <input
                        type="checkbox"
                        aria-label={t('workflow.desk.choose', { firm: row.enterpriseName })}
                        checked={chosen().has(row.assessmentId)}
                        onChange={() => props.onToggle(row.assessmentId)}
                      />
                    </td>
                  )}
                </Show>
                <td>
                  <A class="queue-firm" href={props.hrefOf(row)}>
                    {row.enterpriseName}
                  </A>
                  <span class="queue-signs">
                    <span class="soft small">{row.regionName}</span>
                    <Signs row={row} />
                  </span>
                </td>
                <td>{row.definitionTitle}</td>
                <td>{row.levelName ?? '–'}</td>
                <td>
                  <Waiting row={row} />
                </td>
                <td>{(props.tab === 'second' ? row.second : row.reviewer)?.name ?? t('workflow.desk.nobody')}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

function Waiting(props: { readonly row: QueueRow }): JSX.Element {
  const age = (): string => {
    const days = props.row.age;
    if (days === null) return '–';
    return days === 0 ? t('workflow.desk.ageToday') : t('workflow.desk.ageDays', { days });
  };
  return (
    <Show when={props.row.state === 'returned'} fallback={age()}>
      <span classList={{ 'queue-late': props.row.overdue }}>
        {props.row.deadline === null ? t('workflow.desk.noDeadline') : t('workflow.desk.deadline', { day: props.row.deadline })}
        <Show when={props.row.overdue}> · {t('workflow.desk.overdue')}</Show>
      </span>
    </Show>
  );
}

/** What a reviewer should know before opening it. */
function Signs(props: { readonly row: QueueRow }): JSX.Element {
  const words = (): readonly { readonly text: string; readonly bad: boolean }[] => {
    const { conflicts, photos, phoneDiffers, remarks, graded } = props.row;
    const missing = photos.expected - photos.committed;
    return [
      ...(conflicts > 0 ? [{ text: t('workflow.desk.conflicts', { count: conflicts }), bad: true }] : []),
      ...(missing > 0 ? [{ text: t('workflow.desk.photosMissing', { count: missing }), bad: true }] : []),
      ...(phoneDiffers ? [{ text: t('workflow.desk.differs'), bad: true }] : []),
      ...(remarks > 0 ? [{ text: t('workflow.desk.remarks', { count: remarks }), bad: false }] : []),
      ...(graded > 0 ? [{ text: t('workflow.desk.graded', { count: graded }), bad: false }] : []),
    ];
  };
  return (
    <>
      <For each={words()}>{({ text, bad }) => <span classList={{ 'queue-sign': true, 'queue-late': bad }}>{text}</span>}</For>
      <Show when={props.row.demo}>
        <Tag>{t('office.row.demo')}</Tag>
      </Show>
    </>
  );
}
