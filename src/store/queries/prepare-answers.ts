import { readMeta } from '../client-reader.ts';
import { openRegisters } from '../opened-registers.ts';
import type { Store } from '../store.ts';

/** Reads an assessment into the memory of this tab, so that answers to it need no read any more. Costs nothing when it is there. */
export async function prepareAnswers(store: Store, assessmentId: string): Promise<void> {
  if (store.known.isWhole(assessmentId)) return;
  const { db } = store;
  const [meta, header, rows] = await db.transaction('r', [db.meta, db.assessments, db.registers], () =>
    Promise.all([readMeta(db), db.assessments.get(assessmentId), db.registers.where('owner').equals(assessmentId).toArray()]),
  );
  if (header !== undefined) store.known.learn(meta, header, await openRegisters(store, assessmentId, rows));
}
