import type { PendingCapture, Place } from '../views.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

/** Not an op: it concerns this phone alone. */
export function savePlace(store: Store, place: Omit<Place, 'at'>): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}

export function notePendingCapture(store: Store, capture: Omit<PendingCapture, 'at'>): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}

export function clearPendingCapture(store: Store): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}
