import { decisionOf } from '#oplog/decision-of.ts';
import type { Decision } from '#oplog/decision-of.ts';
import { openRegisters } from '../opened-registers.ts';
import { shown } from '../project-rows.ts';
import type { Store } from '../store.ts';
import { openHeader } from './list-assessments.ts';

export type ReturnedView = {
  readonly assessmentId: string;
  readonly enterpriseName: string;
  readonly definitionHash: string;
  readonly decision: Decision;
};

/** What was returned and not handed in again; the nearest deadline first, those without one last. */
export async function listReturned(store: Store): Promise<readonly ReturnedView[]> {
  const returned = (await store.db.assessments.toArray()).filter(({ state }) => state === 'returned');
  const found: ReturnedView[] = [];
  for (const row of returned) {
    const { assessmentId, definitionHash } = row;
    const rows = await store.db.registers.where('owner').equals(assessmentId).toArray();
    const decision = decisionOf(shown(await Promise.resolve(openRegisters(store, assessmentId, rows))), row.state);
    if (decision?.kind !== 'return') continue;
    const { record } = await openHeader(store, row);
    found.push({ assessmentId, definitionHash, enterpriseName: record.enterpriseName, decision });
  }
  return found.sort((a, b) => ((a.decision.deadline ?? '9') < (b.decision.deadline ?? '9') ? -1 : 1));
}
