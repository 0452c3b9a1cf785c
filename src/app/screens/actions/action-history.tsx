import { For, Show, type JSX } from 'solid-js';
import type { ActionStep } from '#domain/finding.ts';
import type { ActionEvent } from '#store/queries/read-action-history.ts';
import { fieldText, fieldValueText } from '#app/actions/action-words.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';

/** How it went, oldest first. */
export function ActionHistory(props: { readonly events: readonly ActionEvent[] }): JSX.Element {
  return (
    <Card title={t('actions.detail.history')}>
      <ol class="action-history">
        <For each={props.events}>
          {(event) => (
            <li>
              <span class="strong">{eventText(event)}</span>
              <Show when={reasonOf(event)}>
                {(reason) => <span class="small">{t('actions.detail.reasonGiven', { reason: reason() })}</span>}
              </Show>
              <span class="soft small">
                {t('actions.event.by', {
                  name: event.name ?? t('actions.detail.someone', { id: event.author.slice(0, 6) }),
                  time: formatMoment(event.wallTime),
                })}
              </span>
            </li>
          )}
        </For>
      </ol>
      <p class="soft small">{t('actions.detail.historyNote')}</p>
    </Card>
  );
}

function eventText({ field, value }: ActionEvent): string {
  if (field === '@create') return t('actions.event.create');
  if (field === '@void') return t('actions.event.void');
  const words = { value: fieldValueText(field, value) };
  switch (field) {
    case 'title':
    case 'ownerName':
    case 'due':
    case 'gain':
    case 'state':
      return t(`actions.event.${field}`, words);
    default:
      return fieldText(field);
  }
}

function reasonOf({ field, value, reason }: ActionEvent): string | null {
  return reason ?? (field === 'state' ? (value as ActionStep).reason : null);
}
