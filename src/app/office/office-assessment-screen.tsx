import { useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Printer from 'lucide-solid/icons/printer';
import { Match, Switch, type JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { AssessmentDetail } from './assessment-detail.tsx';
import { createDetailQuery } from './assessment-panel.tsx';
import { listAddress } from './list-address.ts';
import { OfficeFrame } from './office-frame.tsx';
import { ReadProblem } from './read-problem.tsx';
import './office-assessment.css';

/** `/office/assessments/:id`: one assessment on a page of its own, to be linked to and printed. */
export function OfficeAssessmentScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('office.detail.panel')}>
      <AssessmentPage />
    </OfficeFrame>
  );
}

function AssessmentPage(): JSX.Element {
  const parameters = useParams<{ id: string }>();
  const detail = createDetailQuery(() => parameters.id ?? '');
  return (
    <>
      <div class="office-page-bar no-print">
        <ButtonLink variant="quiet" icon={ArrowLeft} href={listAddress()}>
          {t('office.detail.back')}
        </ButtonLink>
        <Button class="filter-button" icon={Printer} onClick={() => window.print()}>
          {t('office.detail.print')}
        </Button>
      </div>
      <Switch fallback={<p class="detail-wait soft">{t('office.detail.loading')}</p>}>
        <Match when={detail.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={detail.again} />}</Match>
        <Match when={detail.value()}>{(value) => <AssessmentDetail detail={value()} heading="h1" />}</Match>
      </Switch>
    </>
  );
}
