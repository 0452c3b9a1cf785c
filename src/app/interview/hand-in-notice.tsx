import { Show, untrack, type JSX } from 'solid-js';
import { isEditable } from '#domain/assessment-workflow.ts';
import { readInterview, type InterviewView } from '#store/queries/read-notes.ts';
import type { AssessmentView } from '#store/views.ts';
import { useField } from '#app/field-context.tsx';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { Notice } from '#app/ui/notice.tsx';

/** The firm has filled its part by its link: the visit can begin from there. */
export function HandInNotice(props: { readonly view: AssessmentView }): JSX.Element {
  const { store } = useField();
  // Screens key this by the assessment.
  const id = untrack(() => props.view.assessmentId);
  const none: InterviewView = { notes: [], handIn: null };
  const interview = fromLive(() => readInterview(store, id, []), none);
  return (
    <Show when={isEditable(props.view.state) && interview().handIn}>
      {(handIn) => (
        <Notice tone="info" title={t('form.interview.firmDone')}>
          {t('form.interview.firmDoneText', {
            time: formatMoment(handIn().at),
            answered: handIn().answered,
            total: handIn().total,
          })}
        </Notice>
      )}
    </Show>
  );
}
