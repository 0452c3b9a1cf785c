import Undo2 from 'lucide-solid/icons/undo-2';
import { Show, untrack, type JSX } from 'solid-js';
import { isEditable } from '#domain/assessment-workflow.ts';
import { useField } from '#app/field-context.tsx';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { createFactAdoption } from './create-fact-adoption.ts';

/** What the firm's other assessments already know: taken over in one tap, taken back in one tap. */
export function FactCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  const { store } = useField();
  const facts = untrack(() => createFactAdoption(store, () => props.evaluation));
  const anything = (): boolean => facts.offered().length + facts.expired() + facts.adopted().length > 0;
  return (
    <Show when={anything()}>
      <Card title={t('form.facts.title')}>
        <div class="stack-tight" aria-live="polite">
          <Show when={facts.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
          <Show when={facts.adopted().length > 0}>
            <p class="section-done">{t('form.facts.saved', { count: facts.adopted().length })}</p>
          </Show>
          <Show when={facts.offered().length > 0}>
            <p class="strong">{t('form.facts.offered', { count: facts.offered().length })}</p>
            <p class="soft small">{t('form.facts.offeredText')}</p>
          </Show>
          <Show when={facts.expired() > 0}>
            <p class="section-evidence small">{t('form.facts.expiredCount', { count: facts.expired() })}</p>
          </Show>
          <Show when={facts.offered().length > 0}>
            <Button wide disabled={facts.busy()} onClick={() => void facts.adoptAll()}>
              {t('form.facts.adoptAll', { count: facts.offered().length })}
            </Button>
          </Show>
          <Show when={facts.adopted().length > 0 && isEditable(props.evaluation.view.state)}>
            <Button variant="quiet" icon={Undo2} disabled={facts.busy()} onClick={() => void facts.undoAll()}>
              {t('form.facts.undoAll', { count: facts.adopted().length })}
            </Button>
          </Show>
        </div>
      </Card>
    </Show>
  );
}
