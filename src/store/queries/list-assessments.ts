import type { AssessmentSummary } from '../views.ts';
import type { Store } from '../store.ts';

/** Newest change first; voided ones included. */
export function listAssessments(store: Store): Promise<readonly AssessmentSummary[]> {
  throw new Error('not built yet');
}
