import { A } from '@solidjs/router';
import Flag from 'lucide-solid/icons/flag';
import { createMemo, For, Show, type JSX } from 'solid-js';
import { largestGains, type GainOfClause } from '#diagnosis/expected-gain.ts';
import { isEditable } from '#domain/assessment-workflow.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import { pointsText } from './action-words.ts';
import { raiseAddress } from './findings-context.tsx';
import './actions.css';

const shown = 5;

/** The clauses with the most room: where a finding is worth the most. */
export function GainList(props: { readonly evaluation: Evaluation }): JSX.Element {
  const gains = createMemo((): readonly GainOfClause[] => {
    const { compiled, verified } = props.evaluation;
    // What an inspector found takes the place of what the firm had said.
    const { form, result } = verified ?? props.evaluation;
    return largestGains(compiled, form, result, shown);
  });
  return (
    <Show when={gains().length > 0}>
      <Card title={t('actions.gains.title')}>
        <ol class="gain-list">
          <For each={gains()}>
            {(gain) => (
              <li class="gain">
                <span>
                  {gain.label}
                  <br />
                  <span class="soft small">
                    <Show when={gain.gate}>{(gate) => t('actions.gains.leads', { gate: gate() })}</Show>
                    {t('actions.gains.points', { measure: gain.measureName, points: pointsText(gain.points) })}
                  </span>
                </span>
                <Show when={isEditable(props.evaluation.view.state)}>
                  <A class="gain-raise no-print" href={raiseAddress(props.evaluation.view.assessmentId, gain.question)}>
                    <Flag size={18} aria-hidden="true" />
                    {t('shell.actions.raise')}
                  </A>
                </Show>
              </li>
            )}
          </For>
        </ol>
        <p class="soft small">{t('actions.gains.note')}</p>
      </Card>
    </Show>
  );
}
