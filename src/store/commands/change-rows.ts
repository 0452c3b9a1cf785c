import type { RowRecord } from '#domain/assessment.ts';
import type { EntityId } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';
import { editable } from './editable.ts';
import type { AnswerSide } from './set-answer.ts';

/** `verified`: a row that only the inspector found. */
export function addRow(
  store: Store,
  assessmentId: string,
  repeat: string,
  side: AnswerSide = 'self',
): Promise<Outcome<Saved & { readonly rowId: string }>> {
  const rowId = newId(store.random.bytes);
  const owner = assessmentId as EntityId;
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId, side === 'verified');
    if (header.kind === 'refused') return header;
    const record: RowRecord = { assessment: owner, repeat, side };
    const draft = draftOp({
      kind: 'create',
      entity: 'row',
      entityId: rowId,
      value: record,
      definition: header.value.definitionHash,
    });
    return ok({ drafts: [{ draft, owner }], alongside: null, result: { rowId } });
  });
}

/** The row and its answers stay in the log; nothing is deleted. */
export function removeRow(store: Store, assessmentId: string, rowId: string): Promise<Outcome<Saved>> {
  const owner = assessmentId as EntityId;
  const entityId = rowId as EntityId;
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId);
    if (header.kind === 'refused') return header;
    const created = await store.reader.register({ entityId, register: '@create' });
    if (created === null || created.owner !== owner) return refused(problem('access.not-found', { entity: rowId }));
    const gone = await store.reader.register({ entityId, register: '@void' });
    if (gone !== null && gone.heads.length > 0) return ok({ drafts: [], alongside: null, result: {} });
    return ok({ drafts: [{ draft: draftOp({ kind: 'void', entity: 'row', entityId }), owner }], alongside: null, result: {} });
  });
}
