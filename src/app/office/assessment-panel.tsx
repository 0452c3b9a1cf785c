import ChevronDown from 'lucide-solid/icons/chevron-down';
import ChevronUp from 'lucide-solid/icons/chevron-up';
import Maximize2 from 'lucide-solid/icons/maximize-2';
import X from 'lucide-solid/icons/x';
import { Match, Switch, type JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import { ButtonLink, IconButton } from '../ui/button.tsx';
import { AssessmentDetail } from './assessment-detail.tsx';
import { createServerQuery } from './create-server-query.ts';
import { readDetail } from './office-api.ts';
import { ReadProblem } from './read-problem.tsx';
import './assessment-panel.css';

/** One assessment beside the list, which stays. */
export function AssessmentPanel(props: {
  readonly assessmentId: string;
  readonly onClose: () => void;
  readonly onMove: (by: number) => void;
}): JSX.Element {
  const detail = createDetailQuery(() => props.assessmentId);
  return (
    <aside class="detail-panel" aria-label={t('office.detail.panel')} aria-busy={detail.read().kind === 'loading'}>
      <div class="detail-panel-bar no-print">
        <IconButton icon={ChevronUp} label={t('office.detail.previous')} onClick={() => props.onMove(-1)} />
        <IconButton icon={ChevronDown} label={t('office.detail.next')} onClick={() => props.onMove(1)} />
        <ButtonLink
          variant="quiet"
          class="detail-panel-full"
          icon={Maximize2}
          href={`/office/assessments/${encodeURIComponent(props.assessmentId)}`}
        >
          {t('office.detail.fullPage')}
        </ButtonLink>
        <IconButton icon={X} label={t('office.detail.close')} onClick={() => props.onClose()} />
      </div>
      <Switch fallback={<p class="detail-wait soft">{t('office.detail.loading')}</p>}>
        <Match when={detail.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={detail.again} />}</Match>
        <Match when={detail.value()}>{(value) => <AssessmentDetail detail={value()} heading="h2" />}</Match>
      </Switch>
    </aside>
  );
}

/** Shared by panel and page, so that going from one to the other reads nothing twice. */
export function createDetailQuery(assessmentId: () => string) {
  return createServerQuery(() => {
    const id = assessmentId();
    return { key: ['detail', id], load: (signal: AbortSignal) => readDetail(id, signal) };
  });
}
