import type { AssessmentView } from '../views.ts';
import type { Store } from '../store.ts';

export function readAssessment(store: Store, assessmentId: string): Promise<AssessmentView | null> {
  throw new Error('not built yet');
}
