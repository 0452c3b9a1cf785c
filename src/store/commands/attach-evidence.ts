import type { EvidenceRecord } from '#domain/evidence.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

export type NewEvidence = { readonly record: EvidenceRecord; readonly bytes: ArrayBuffer; readonly thumbnail: ArrayBuffer };

/** Refused `storage.full` before anything is written when the phone has no room for it. */
export function attachEvidence(
  store: Store,
  assessmentId: string,
  question: string,
  evidence: NewEvidence,
): Promise<Outcome<Saved & { readonly evidenceId: string }>> {
  throw new Error('not built yet');
}
