import type { EvidenceLinkRecord } from '#domain/evidence.ts';
import type { ActionPlan, ActionRecord, ActionStep, FindingRecord } from '#domain/finding.ts';
import { findingPlace, mayBecome } from '#domain/finding.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { openHeader } from '../queries/list-assessments.ts';
import { readAction } from '../queries/read-action.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';
import { editable } from './editable.ts';
import { fieldDraft } from './settle-field.ts';

export type NewFinding = Pick<FindingRecord, 'question' | 'severity' | 'text'> & {
  /** What is to be done, null: nothing was agreed. `before`: evidence of how it is now. */
  readonly action: (ActionPlan & Pick<ActionRecord, 'before'>) | null;
  /** Pieces of the assessment that show it. */
  readonly photos?: readonly EntityId[];
};

/** Finding, its photos and its action are one step. */
export function raiseFinding(
  store: Store,
  assessmentId: string,
  { action, question, severity, text, photos = [] }: NewFinding,
): Promise<Outcome<Saved & { readonly findingId: EntityId; readonly actionId: EntityId | null }>> {
  const owner = assessmentId as EntityId;
  const findingId = newId(store.random.bytes);
  const actionId = action === null ? null : newId(store.random.bytes);
  const links = photos.map((evidence) => ({ id: newId(store.random.bytes), evidence }));
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId);
    if (header.kind === 'refused') return header;
    const { record } = await openHeader(store, header.value);
    const definition = header.value.definitionHash;
    const finding: FindingRecord = { assessment: owner, question, severity, text, action: actionId };
    const drafts: StepDraft[] = [
      { draft: draftOp({ kind: 'create', entity: 'finding', entityId: findingId, value: finding, definition }), owner },
    ];
    for (const { id, evidence } of links) {
      const value: EvidenceLinkRecord = { assessment: owner, evidence, question: findingPlace(findingId) };
      drafts.push({ draft: draftOp({ kind: 'create', entity: 'evidence-link', entityId: id, value, definition }), owner });
    }
    if (action !== null && actionId !== null) {
      const value: ActionRecord = {
        ...action,
        enterprise: record.enterprise,
        enterpriseName: record.enterpriseName,
        region: record.region,
        assessment: owner,
        definition: record.definition,
        question,
        finding: findingId,
        severity,
        demo: record.demo,
      };
      drafts.push({ draft: draftOp({ kind: 'create', entity: 'action', entityId: actionId, value }), owner: actionId });
    }
    return ok({ drafts, alongside: null, result: { findingId, actionId } });
  });
}

/** Withdrawn, with a reason; what was agreed because of it goes on. */
export function withdrawFinding(store: Store, assessmentId: string, findingId: string, reason: string): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId);
    if (header.kind === 'refused') return header;
    const definition = header.value.definitionHash;
    const draft = draftOp({ kind: 'void', entity: 'finding', entityId: findingId as EntityId, reason, definition });
    return ok({ drafts: [{ draft, owner: assessmentId as EntityId }], alongside: null, result: {} });
  });
}

/** What is as before writes nothing. */
export function changeAction(store: Store, actionId: string, changes: Partial<ActionPlan>): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const action = await readAction(store, actionId);
    if (action === null) return refused(problem('access.not-found', { entity: actionId }));
    const changed = Object.entries(changes).filter(
      ([field, value]) => canonicalJson(action.record[field as keyof ActionPlan]) !== canonicalJson(value),
    );
    const drafts: StepDraft[] = [];
    for (const [field, value] of changed) drafts.push(await fieldDraft(store, { entity: 'action', id: actionId }, field, value));
    return ok({ drafts, alongside: null, result: {} });
  });
}

/**
 * Refused `action.no-proof` where closing names no evidence, or a piece that this phone does not know as one of that assessment;
 * `action.not-possible` where this state does not follow the present one.
 */
export function moveAction(store: Store, actionId: string, step: ActionStep): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const action = await readAction(store, actionId);
    if (action === null) return refused(problem('access.not-found', { entity: actionId }));
    if (!mayBecome(action.state, step.state)) return refused(problem('action.not-possible', { state: action.state }));
    if (step.state === 'closed' && !(await isThere(store, step.proof))) return refused(problem('action.no-proof'));
    const needsReason = step.state === 'dropped' || (step.state === 'open' && action.state !== 'open');
    if (needsReason && (step.reason ?? '').trim() === '') return refused(problem('assessment.reason-missing'));
    return ok({
      drafts: [await fieldDraft(store, { entity: 'action', id: actionId }, 'state', step as unknown as Json)],
      alongside: null,
      result: {},
    });
  });
}

async function isThere(store: Store, proof: ActionStep['proof']): Promise<boolean> {
  const pieces = await store.db.evidence.bulkGet([...(proof?.evidence ?? [])]);
  return pieces.length > 0 && pieces.every((piece) => piece?.voided === 0 && piece.assessment === proof?.assessment);
}
