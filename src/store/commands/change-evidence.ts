import { currentValue } from '#oplog/register.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';
import { editable } from './editable.ts';

/** The piece leaves the assessment but stays in the log, and its bytes stay on this phone. */
export function voidEvidence(store: Store, evidenceId: string, reason: string): Promise<Outcome<Saved>> {
  const entityId = evidenceId as EntityId;
  return writeStep(store, async () => {
    const found = await evidenceOfOpenAssessment(store, evidenceId);
    if (found.kind === 'refused') return found;
    if (found.value.voided) return ok({ drafts: [], alongside: null, result: {} });
    const draft = draftOp({ kind: 'void', entity: 'evidence', entityId, reason, definition: found.value.definition });
    return ok({ drafts: [{ draft, owner: found.value.owner }], alongside: null, result: {} });
  });
}

export function setCaption(
  store: Store,
  evidenceId: string,
  caption: string,
  reason: string | null = null,
): Promise<Outcome<Saved>> {
  const entityId = evidenceId as EntityId;
  return writeStep(store, async () => {
    const found = await evidenceOfOpenAssessment(store, evidenceId);
    if (found.kind === 'refused') return found;
    const now = currentValue((await store.reader.register({ entityId, register: 'caption' })) ?? undefined);
    if ((now.kind === 'clean' || now.kind === 'merged-equal') && now.value === caption)
      return ok({ drafts: [], alongside: null, result: {} });
    const settles = now.kind === 'conflict' ? { kind: 'resolve' as const, reason } : { kind: 'set' as const };
    const draft = draftOp({
      ...settles,
      entity: 'evidence',
      entityId,
      field: 'caption',
      value: caption,
      definition: found.value.definition,
    });
    return ok({ drafts: [{ draft, owner: found.value.owner }], alongside: null, result: {} });
  });
}

type Found = { readonly owner: EntityId; readonly definition: string; readonly voided: boolean };

async function evidenceOfOpenAssessment(store: Store, evidenceId: string): Promise<Outcome<Found>> {
  const row = await store.db.evidence.get(evidenceId);
  if (row === undefined) return refused(problem('access.not-found', { entity: evidenceId }));
  const header = await editable(store, row.assessment);
  if (header.kind === 'refused') return header;
  return ok({ owner: row.assessment as EntityId, definition: header.value.definitionHash, voided: row.voided === 1 });
}
