import type { Json } from '#shared/json.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { disputeDrafts, formDraftKey, registerOfDraft, type DisputeText } from '../rows.ts';
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
export function keepFormDraft(store: Store, form: string | DisputeText, draft: Json): Promise<Outcome<Saved>> {
  return put(store, async () => {
    const key = formDraftKey(form);
    if (draft === null) return withHandle(store.db, () => store.db.meta.delete(key));
    const at = savedAt(store);
    const sealed = await store.codec.seal('meta', key, draft);
    return withHandle(store.db, () => store.db.meta.put({ key, at, sealed }));
  });
}

/**
 * Drops what was typed about contradictions that have ended, whoever ended them: it said why one of those values, and no place asks for it
 * any more. What is about a register that is not here now is left alone.
 */
export function dropEndedDisputeTexts(store: Store): Promise<Outcome<Saved>> {
  const { meta, registers } = store.db;
  return put(store, () =>
    withHandle(store.db, async () => {
      const keys = await meta.where('key').startsWith(disputeDrafts).primaryKeys();
      if (keys.length === 0) return;
      await store.db.transaction('rw', meta, registers, async () => {
        const about = await registers.bulkGet(keys.map(registerOfDraft));
        await meta.bulkDelete(keys.filter((_, at) => about[at]?.disputed === 0));
      });
    }),
  );
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
