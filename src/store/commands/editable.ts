import { isEditable } from '#domain/assessment-workflow.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { AssessmentRow } from '../database.ts';
import type { Store } from '../store.ts';

/**
 * The header of an assessment that answers and evidence may still be written to. Verifying goes on after the firm's side was handed in
 * (`handedIn`): what is found then reopens the submission, and is handed in again.
 */
export async function editable(store: Store, assessmentId: string, handedIn = false): Promise<Outcome<AssessmentRow>> {
  const row = await store.known.header(assessmentId);
  if (row === undefined) return refused(problem('access.not-found', { entity: assessmentId }));
  return isEditable(row.state) || (handedIn && row.state === 'submitted')
    ? ok(row)
    : refused(problem('assessment.not-editable', { state: row.state }));
}
