import { Match, Show, Switch, type JSX } from 'solid-js';
import { isEditable } from '#domain/assessment-workflow.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import type { AssessmentWork } from './create-assessment.ts';
import { VerifyLink } from './verify-card.tsx';

/** What can be done next, at the foot of the screen: the result, the step to the next state, the way on. */
export function OverviewBar(props: {
  readonly id: string;
  readonly work: AssessmentWork;
  readonly evaluation: Evaluation;
  readonly onFinish: () => void;
}): JSX.Element {
  const view = (): Evaluation['view'] => props.evaluation.view;
  const editable = (): boolean => isEditable(view().state);
  const submit = async (): Promise<void> => {
    if (await props.work.submit(props.evaluation)) window.scrollTo(0, 0);
  };
  return (
    <div class="overview-bar no-print">
      <div class="overview-bar-inner">
        <ButtonLink href={`/assessments/${props.id}/result`}>{t('form.overview.result')}</ButtonLink>
        <Switch>
          <Match when={view().state === 'finished'}>
            <Button variant="primary" disabled={props.work.busy()} onClick={() => void submit()}>
              {t('form.overview.submit')}
            </Button>
          </Match>
          <Match when={editable() && props.evaluation.progress.answered === props.evaluation.progress.total}>
            <Button variant="primary" onClick={() => props.onFinish()}>
              {t('form.overview.finish')}
            </Button>
          </Match>
          <Match when={editable()}>
            <Button onClick={() => props.onFinish()}>{t('form.overview.finish')}</Button>
          </Match>
        </Switch>
        <Show when={view().state !== 'finished' || !editable()}>
          <ContinueLink evaluation={props.evaluation} editable={editable()} />
        </Show>
        <Show when={view().state === 'finished'}>
          <p class="soft small overview-bar-note">{t('form.overview.submitHint')}</p>
        </Show>
      </div>
    </div>
  );
}

/** Where to go on: with what one came for. */
function ContinueLink(props: { readonly evaluation: Evaluation; readonly editable: boolean }): JSX.Element {
  return (
    <VerifyLink evaluation={props.evaluation}>
      <ButtonLink variant="primary" href={continueRoute(props.evaluation)}>
        {continueWord(props.evaluation, props.editable)}
      </ButtonLink>
    </VerifyLink>
  );
}

/** Back to where the person was; a first visit begins at the beginning. */
function continueRoute({ view, progress }: Evaluation): string {
  const first = progress.sections.find((section) => section.relevant)?.section ?? '';
  const place = view.place;
  if (place === null) return `/assessments/${view.assessmentId}/q/${first}`;
  const at = place.question === null ? '' : `?at=${encodeURIComponent(place.question)}`;
  return `/assessments/${view.assessmentId}/q/${place.section}${at}`;
}

function continueWord({ progress }: Evaluation, editable: boolean): string {
  if (!editable) return t('form.overview.look');
  return progress.answered === 0 ? t('form.overview.start') : t('form.overview.continue');
}
