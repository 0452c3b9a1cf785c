import { For, Show, type JSX } from 'solid-js';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import type { ShownStep } from './action-steps.ts';

/** How it went, oldest first. `whole`: everybody's steps, not only those that this phone knows. */
export function ActionHistory(props: { readonly steps: readonly ShownStep[]; readonly whole: boolean }): JSX.Element {
  return (
    <Card title={t('actions.detail.history')}>
      <ol class="action-history">
        <For each={props.steps}>
          {(step) => (
            <li>
              <span class="strong">{step.text}</span>
              <Show when={step.reason}>
                {(reason) => <span class="small">{t('actions.detail.reasonGiven', { reason: reason() })}</span>}
              </Show>
              <span class="soft small">{t('actions.event.by', { name: step.name, time: formatMoment(step.at) })}</span>
            </li>
          )}
        </For>
      </ol>
      <Show when={!props.whole}>
        <p class="soft small">{t('actions.detail.historyNote')}</p>
      </Show>
    </Card>
  );
}
