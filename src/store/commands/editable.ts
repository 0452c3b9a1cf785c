import { isEditable } from '#domain/assessment-workflow.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { AssessmentRow } from '../database.ts';
import type { Store } from '../store.ts';

/** The header of an assessment that answers and evidence may still be written to. */
export async function editable(store: Store, assessmentId: string): Promise<Outcome<AssessmentRow>> {
  const row = await store.known.header(assessmentId);
  if (row === undefined) return refused(problem('access.not-found', { entity: assessmentId }));
  return isEditable(row.state) ? ok(row) : refused(problem('assessment.not-editable', { state: row.state }));
}
