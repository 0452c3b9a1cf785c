import type { WorkflowRecord } from '#domain/assessment.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

export function finishAssessment(store: Store, assessmentId: string, phoneScore: WorkflowRecord['phoneScore']): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}

export function submitAssessment(store: Store, assessmentId: string, phoneScore: WorkflowRecord['phoneScore']): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}

export function voidAssessment(store: Store, assessmentId: string, reason: string): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}
