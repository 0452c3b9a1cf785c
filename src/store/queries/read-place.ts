import type { Json } from '#shared/json.ts';
import type { FormDraftRow } from '../database.ts';
import { formDraftKey, type DisputeText } from '../rows.ts';
import type { Store } from '../store.ts';
import type { PendingCapture, Place } from '../views.ts';

/** Where the person was last, in any assessment. */
export async function readLastPlace(store: Store): Promise<Place | null> {
  const row = await store.db.places.orderBy('at').last();
  return row === undefined ? null : ((await Promise.resolve(store.codec.open('places', row.assessmentId, row.sealed))) as Place);
}

/** Address of the questionnaire that was on screen when the app ended, null when none was. */
export async function readOpenQuestionnaire(store: Store): Promise<string | null> {
  const row = await store.db.meta.get('open-questionnaire');
  if (row?.key !== 'open-questionnaire') return null;
  return (await Promise.resolve(store.codec.open('meta', 'open-questionnaire', row.sealed))) as string;
}

export async function readFormDraft(store: Store, form: string | DisputeText): Promise<Json> {
  const key = formDraftKey(form);
  const row = (await store.db.meta.get(key)) as FormDraftRow | undefined;
  return row === undefined ? null : store.codec.open('meta', key, row.sealed);
}

export async function readPendingCapture(store: Store): Promise<PendingCapture | null> {
  const row = await store.db.meta.get('pending-capture');
  if (row?.key !== 'pending-capture') return null;
  const kept = await Promise.resolve(store.codec.open('meta', 'pending-capture', row.sealed));
  // One of an earlier version does not say what it was.
  const what: Pick<PendingCapture, 'what'> = { what: 'picture' };
  return { ...what, ...(kept as Omit<PendingCapture, 'what'>) };
}
