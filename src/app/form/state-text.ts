import type { AssessmentState } from '#domain/assessment.ts';
import { t } from '#app/i18n/t.ts';

/** The word for where an assessment stands. */
export function stateText(state: AssessmentState): string {
  switch (state) {
    case 'draft':
      return t('form.state.draft');
    case 'finished':
      return t('form.state.finished');
    case 'submitted':
      return t('form.state.submitted');
    case 'returned':
      return t('form.state.returned');
    case 'approved':
      return t('form.state.approved');
    case 'sealed':
      return t('form.state.sealed');
    case 'voided':
      return t('form.state.voided');
  }
}
