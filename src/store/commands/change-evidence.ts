import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

export function voidEvidence(store: Store, evidenceId: string, reason: string): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}

export function setCaption(store: Store, evidenceId: string, caption: string): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}
