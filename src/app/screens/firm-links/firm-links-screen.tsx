import { useParams } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { readAssessment } from '#store/queries/read-assessment.ts';
import type { AssessmentView } from '#store/views.ts';
import { useField } from '#app/field-context.tsx';
import { FirmLinks } from '#app/firm-links/firm-links.tsx';
import { liveDefinition } from '#app/form/live-definition.ts';
import { t } from '#app/i18n/t.ts';
import { fromLiveOf } from '#app/ui/from-live.ts';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';

/** The firm's links of an assessment on this phone; making and listing them needs the server. */
export function FirmLinksScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  const { store } = useField();
  const view = fromLiveOf<string, AssessmentView | null>(
    () => params.id,
    (id) => readAssessment(store, id),
    null,
  );
  const definition = liveDefinition(store, () => view()?.record.definitionHash ?? null);
  const title = (): string => {
    const found = definition();
    return found === null || found === 'absent' ? '' : found.title;
  };
  return (
    <>
      <TopBar title={t('firm.staff.title')} subtitle={view()?.record.enterpriseName ?? null} back={`/assessments/${params.id}`} />
      <ScreenBody>
        <Show when={view()}>
          {(found) => <FirmLinks assessmentId={params.id} firm={found().record.enterpriseName} title={title()} />}
        </Show>
      </ScreenBody>
    </>
  );
}
