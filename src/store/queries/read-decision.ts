import type { AssessmentState } from '#domain/assessment.ts';
import { decisionOf } from '#oplog/decision-of.ts';
import type { Decision } from '#oplog/decision-of.ts';
import type { AssessmentRow } from '../database.ts';
import { openRegisters } from '../opened-registers.ts';
import { shown } from '../project-rows.ts';
import type { Store } from '../store.ts';
import { openHeader } from './list-assessments.ts';

export type DecisionView = { readonly state: AssessmentState; readonly decision: Decision };

/** What the office decided last on an assessment; null while the last word is the surveyor's. */
export async function readDecision(store: Store, assessmentId: string): Promise<DecisionView | null> {
  const row = await store.db.assessments.get(assessmentId);
  return row === undefined ? null : decisionIn(store, row);
}

export type ReturnedView = {
  readonly assessmentId: string;
  readonly enterpriseName: string;
  readonly definitionHash: string;
  readonly decision: Decision;
};

/** What was returned and not handed in again; the nearest deadline first, those without one last. */
export async function listReturned(store: Store): Promise<readonly ReturnedView[]> {
  const rows = (await store.db.assessments.toArray()).filter(({ state }) => state === 'returned');
  const found: ReturnedView[] = [];
  for (const row of rows) {
    const about = await decisionIn(store, row);
    if (about?.decision.kind !== 'return') continue;
    const { record } = await openHeader(store, row);
    const { assessmentId, definitionHash } = row;
    found.push({ assessmentId, definitionHash, enterpriseName: record.enterpriseName, decision: about.decision });
  }
  return found.sort((a, b) => ((a.decision.deadline ?? '9') < (b.decision.deadline ?? '9') ? -1 : 1));
}

async function decisionIn(store: Store, { assessmentId, state, worked }: AssessmentRow): Promise<DecisionView | null> {
  // While nobody finished it there is nothing to decide: its answers are not read again at every tap.
  if (worked === 0) return null;
  const rows = await store.db.registers.where('owner').equals(assessmentId).toArray();
  const registers = shown(await Promise.resolve(openRegisters(store, assessmentId, rows)));
  const decision = decisionOf(registers, state);
  return decision === null ? null : { state, decision };
}
