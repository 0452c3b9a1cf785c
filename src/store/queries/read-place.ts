import type { PendingCapture, Place } from '../views.ts';
import type { Store } from '../store.ts';

/** Where the person was last, in any assessment. */
export function readLastPlace(store: Store): Promise<Place | null> {
  throw new Error('not built yet');
}

export function readPendingCapture(store: Store): Promise<PendingCapture | null> {
  throw new Error('not built yet');
}
