/** Taps, as the drafts they make. */
import type { OpDraft } from '#oplog/op.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';

export function draft(change: Partial<OpDraft> & Pick<OpDraft, 'kind' | 'entity' | 'entityId'>): OpDraft {
  return { field: null, value: null, reason: null, basis: null, definition: null, ...change };
}

export function createAssessment(entityId: EntityId, region: string): StepDraft {
  const record = {
    enterprise: '91420100MA4KABCD3X',
    enterpriseName: '测试',
    region,
    definition: 'd',
    edition: '1',
    definitionHash: '0'.repeat(64),
  };
  return {
    draft: draft({ kind: 'create', entity: 'assessment', entityId, value: { ...record, visit: null, demo: false } }),
    owner: entityId,
  };
}

export function setField(entityId: EntityId, question: string, value: Json): StepDraft {
  return { draft: draft({ kind: 'set', entity: 'assessment', entityId, field: `self/${question}`, value }), owner: entityId };
}

export function addRow(assessment: EntityId, rowId: EntityId): StepDraft {
  const value = { assessment, repeat: 'rows', side: 'self' };
  return { draft: draft({ kind: 'create', entity: 'row', entityId: rowId, value }), owner: assessment };
}

export function addLink(assessment: EntityId, linkId: EntityId): StepDraft {
  const value = { assessment, evidence: 'photo', question: 'q0' };
  return { draft: draft({ kind: 'create', entity: 'evidence-link', entityId: linkId, value }), owner: assessment };
}

export function moveWorkflow(assessment: EntityId, kind: 'finalise' | 'submit', root: string): StepDraft {
  return {
    draft: draft({ kind, entity: 'assessment', entityId: assessment, value: { root, phoneScore: null } }),
    owner: assessment,
  };
}

export function voidOf(entity: 'assessment' | 'row', entityId: EntityId, assessment: EntityId): StepDraft {
  return { draft: draft({ kind: 'void', entity, entityId, reason: '误建' }), owner: assessment };
}
