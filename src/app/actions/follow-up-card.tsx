import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { Show, type JSX } from 'solid-js';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';

/** On a follow-up's own page: to its actions. */
export function FollowUpCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  return (
    <Show when={props.evaluation.view.record.followUp}>
      {(followUp) => (
        <Card flush>
          <LinkRow href={`/assessments/${props.evaluation.view.assessmentId}/follow-up`}>
            <span class="row">
              <RotateCcw size={20} aria-hidden="true" />
              <span class="strong">{t('shell.actions.followUpText', { count: followUp().actions.length })}</span>
            </span>
          </LinkRow>
        </Card>
      )}
    </Show>
  );
}
