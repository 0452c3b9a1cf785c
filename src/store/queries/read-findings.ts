import type { FindingOf } from '#oplog/project-action.ts';
import { findingsOf } from '#oplog/project-action.ts';
import { openRegister } from '../rows.ts';
import { shown } from '../project-rows.ts';
import type { Store } from '../store.ts';

/** Findings of an assessment that were not withdrawn, in order of creation. */
export async function readFindings(store: Store, assessmentId: string): Promise<readonly FindingOf[]> {
  const rows = (await store.db.registers.where('owner').equals(assessmentId).toArray()).filter(
    ({ entity }) => entity === 'finding',
  );
  return findingsOf(shown(await Promise.resolve(Promise.all(rows.map((row) => openRegister(store.codec, row))))));
}
