import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

export type StartAssessment = { readonly enterprise: string; readonly definition: string };

/** `enterprise` is a credit code this phone knows, `definition` the hash of an edition that is on this phone. */
export function startAssessment(store: Store, request: StartAssessment): Promise<Outcome<Saved & { readonly assessmentId: string }>> {
  throw new Error('not built yet');
}
