import type { AssessmentEvent } from '#domain/assessment-workflow.ts';
import { nextAssessmentState } from '#domain/assessment-workflow.ts';
import type { WorkflowRecord } from '#domain/assessment.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { AssessmentRow } from '../database.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

/** Holds for exactly the answers, rows and evidence of this moment. `reason`: why not both sides signed them. */
export function finishAssessment(
  store: Store,
  assessmentId: string,
  phoneScore: WorkflowRecord['phoneScore'],
  reason: string | null = null,
): Promise<Outcome<Saved>> {
  return move(store, assessmentId, 'finish', async (header) => [
    await workflowDraft(store, header, 'finalise', phoneScore, reason),
  ]);
}

/** Hands in. A draft is finished first, in the same step; a submission that a late answer reopened is handed in again. */
export function submitAssessment(
  store: Store,
  assessmentId: string,
  phoneScore: WorkflowRecord['phoneScore'],
): Promise<Outcome<Saved>> {
  return move(store, assessmentId, 'submit', async (header) => {
    const submit = await workflowDraft(store, header, 'submit', phoneScore);
    return header.state === 'finished' || (await wasSubmitted(store, assessmentId))
      ? [submit]
      : [await workflowDraft(store, header, 'finalise', phoneScore), submit];
  });
}

/** It stays in the log with its reason. */
export function voidAssessment(store: Store, assessmentId: string, reason: string): Promise<Outcome<Saved>> {
  const entityId = assessmentId as EntityId;
  if (reason.trim() === '') return Promise.resolve(refused(problem('assessment.reason-missing')));
  return move(store, assessmentId, 'void', async (header) => [
    {
      draft: draftOp({ kind: 'void', entity: 'assessment', entityId, reason, definition: header.definitionHash }),
      owner: entityId,
    },
  ]);
}

async function wasSubmitted(store: Store, assessmentId: string): Promise<boolean> {
  const workflow = await store.reader.register({ entityId: assessmentId as EntityId, register: '@workflow' });
  return workflow?.heads.some(({ kind }) => kind === 'submit') === true;
}

function move(
  store: Store,
  assessmentId: string,
  event: AssessmentEvent,
  drafts: (header: AssessmentRow) => Promise<readonly StepDraft[]>,
): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const header = await store.db.assessments.get(assessmentId);
    if (header === undefined) return refused(problem('access.not-found', { entity: assessmentId }));
    const from = event === 'submit' ? (nextAssessmentState(header.state, 'finish') ?? header.state) : header.state;
    if (nextAssessmentState(from, event) === null) return refused(problem('assessment.not-editable', { state: header.state }));
    return ok({ drafts: await drafts(header), alongside: null, result: {} });
  });
}

async function workflowDraft(
  store: Store,
  header: AssessmentRow,
  kind: 'finalise' | 'submit',
  phoneScore: WorkflowRecord['phoneScore'],
  reason: string | null = null,
): Promise<StepDraft> {
  const owner = header.assessmentId as EntityId;
  const root = assessmentRoot(await store.reader.registersOf(owner));
  const value: WorkflowRecord = { root, phoneScore };
  return {
    draft: draftOp({ kind, entity: 'assessment', entityId: owner, value, reason, definition: header.definitionHash }),
    owner,
  };
}
