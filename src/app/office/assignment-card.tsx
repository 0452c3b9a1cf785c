import { For, Show, type JSX } from 'solid-js';
import type { Role } from '#domain/person.ts';
import type { AssignmentRow } from '#protocol/assignments-wire.ts';
import { dayKey } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Tag } from '../ui/card.tsx';
import type { AssignmentGroup, Side } from './group-assignments.ts';

/** One person with their firms, or one firm with its people; what ended folds away below. */
export function AssignmentCard(props: {
  readonly group: AssignmentGroup;
  readonly side: Side;
  readonly mayWrite: boolean;
  readonly onAdd: () => void;
  readonly onEnd: (row: AssignmentRow) => void;
}): JSX.Element {
  return (
    <li class="card assignment-card">
      <div class="assignment-head">
        <div class="assignment-who">
          <strong>{props.group.name}</strong> <span class="soft code-text">{props.group.code}</span>{' '}
          <Show when={props.group.role}>{(role) => <Tag>{t(`shell.role.${role() as Role}`)}</Tag>}</Show>
        </div>
        <Show when={props.mayWrite}>
          <Button variant="quiet" onClick={() => props.onAdd()}>
            {t(props.side === 'person' ? 'office.assignments.addFirm' : 'office.assignments.addPerson')}
          </Button>
        </Show>
      </div>
      <ul class="assignment-rows">
        <For each={props.group.standing} fallback={<li class="soft small">{t('office.assignments.none')}</li>}>
          {(row) => (
            <li class="assignment-row">
              <OtherSide row={row} side={props.side} />
              <span class="soft small">{t('office.assignments.since', { day: dayKey(row.since), by: row.madeBy })}</span>
              <Show when={props.mayWrite}>
                <Button
                  variant="quiet"
                  aria-label={t('office.assignments.endOf', { person: row.name, firm: row.enterpriseName })}
                  onClick={() => props.onEnd(row)}
                >
                  {t('office.assignments.end')}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.group.ended.length > 0}>
        <details>
          <summary class="small">{t('office.assignments.history', { count: props.group.ended.length })}</summary>
          <ul class="assignment-rows">
            <For each={props.group.ended}>
              {(row) => (
                <li class="assignment-row assignment-ended">
                  <OtherSide row={row} side={props.side} />
                  <span class="soft small">
                    {t('office.assignments.span', {
                      from: dayKey(row.since),
                      until: dayKey(row.until ?? ''),
                      by: row.endedBy ?? '',
                    })}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </li>
  );
}

function OtherSide(props: { readonly row: AssignmentRow; readonly side: Side }): JSX.Element {
  return (
    <Show
      when={props.side === 'person'}
      fallback={
        <span class="assignment-other">
          {props.row.name} <span class="soft small code-text">{props.row.account}</span>{' '}
          <Tag>{t(`shell.role.${props.row.role as Role}`)}</Tag>
        </span>
      }
    >
      <span class="assignment-other">
        {props.row.enterpriseName} <span class="soft small code-text">{props.row.enterprise}</span>
      </span>
    </Show>
  );
}
