import { For, Show, type JSX } from 'solid-js';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import { gapWords, gateWords } from './headline.tsx';

/** The gates of the next stage that are missed, the widest gap first. */
export function BlockingList(props: { readonly evaluation: Evaluation }): JSX.Element {
  const gates = (): Evaluation['diagnosis']['blocking'] => props.evaluation.diagnosis.blocking;
  return (
    <Show when={gates().length > 0}>
      <Card title={t('form.result.blocking')}>
        <ul class="gates">
          <For each={gates()}>
            {(gate) => (
              <li>
                <span class="spread">
                  <strong>{gateWords(gate)}</strong>
                  <span class="gate-gap">{gapWords(gate)}</span>
                </span>
                <span
                  class="gate-bar"
                  aria-hidden="true"
                  style={{ '--share': String(gate.actual / gate.full), '--gate': String(gate.required / gate.full) }}
                >
                  <span />
                </span>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </Show>
  );
}
