import { Show, type JSX } from 'solid-js';
import type { ActionOf } from '#oplog/project-action.ts';
import { t } from '#app/i18n/t.ts';
import { Tag } from '#app/ui/card.tsx';
import { dueLine } from './action-words.ts';
import { ActionStateMark, SeverityMark } from './marks.tsx';
import './actions.css';

/** What a list says of an action: what, where, by when, and how it stands. */
export function ActionRow(props: {
  readonly action: ActionOf;
  readonly today: string;
  readonly hideFirm?: boolean;
}): JSX.Element {
  return (
    <span class="action-row">
      <span class="action-row-title">{props.action.record.title}</span>
      <Show when={props.hideFirm !== true}>
        <span class="soft small action-row-firm">{props.action.record.enterpriseName}</span>
      </Show>
      <span class="action-row-line small">
        <ActionStateMark action={props.action} today={props.today} />
        <SeverityMark severity={props.action.record.severity} />
        <span class="soft">{dueLine(props.action, props.today)}</span>
        <Show when={props.action.record.demo}>
          <Tag>{t('shell.app.demo')}</Tag>
        </Show>
      </span>
    </span>
  );
}
