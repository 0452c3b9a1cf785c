import type { Json } from '#shared/json.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { formDraftKey } from '../rows.ts';
import type { Saved } from '../saved.ts';
import { storageOutcome, withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';
import type { PendingCapture, Place } from '../views.ts';
import { savedAt } from '../write-step.ts';

/** Not an op: it concerns this phone alone. */
export function savePlace(store: Store, place: Omit<Place, 'at'>): Promise<Outcome<Saved>> {
  return put(store, async () => {
    const { assessmentId } = place;
    const at = savedAt(store);
    const sealed = await store.codec.seal('places', assessmentId, { ...place, at });
    await withHandle(store.db, () => store.db.places.put({ assessmentId, at, sealed }));
  });
}

/** Keeps the address of the questionnaire on screen, null once it is left by hand: a cold start returns to it. */
export function noteOpenQuestionnaire(store: Store, address: string | null): Promise<Outcome<Saved>> {
  return put(store, async () => {
    if (address === null) return withHandle(store.db, () => store.db.meta.delete('open-questionnaire'));
    const at = savedAt(store);
    const sealed = await store.codec.seal('meta', 'open-questionnaire', address);
    return withHandle(store.db, () => store.db.meta.put({ key: 'open-questionnaire', at, sealed }));
  });
}

/** What is half typed in a form that writes nothing before it is sent; null once it was. */
export function keepFormDraft(store: Store, form: string, draft: Json): Promise<Outcome<Saved>> {
  return put(store, async () => {
    const key = formDraftKey(form);
    if (draft === null) return withHandle(store.db, () => store.db.meta.delete(key));
    const at = savedAt(store);
    const sealed = await store.codec.seal('meta', key, draft);
    return withHandle(store.db, () => store.db.meta.put({ key, at, sealed }));
  });
}

/** Written before a camera or file picker opens: Android may kill the page while it is open. */
export function notePendingCapture(
  store: Store,
  capture: Omit<PendingCapture, 'at' | 'what'>,
  what: PendingCapture['what'] = 'picture',
): Promise<Outcome<Saved>> {
  return put(store, async () => {
    const at = savedAt(store);
    const sealed = await store.codec.seal('meta', 'pending-capture', { ...capture, what, at } satisfies PendingCapture);
    await withHandle(store.db, () => store.db.meta.put({ key: 'pending-capture', at, sealed }));
  });
}

export function clearPendingCapture(store: Store): Promise<Outcome<Saved>> {
  return put(store, () => withHandle(store.db, () => store.db.meta.delete('pending-capture')));
}

function put(store: Store, write: () => Promise<unknown>): Promise<Outcome<Saved>> {
  return storageOutcome(async () => {
    await write();
    return ok({ savedAt: savedAt(store) });
  });
}
