import type { AnswerScalar } from '#oplog/answers-of.ts';
import { currentValue } from '#oplog/register.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { shownHeads } from '#replica/overlay.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';
import { editable } from './editable.ts';

/**
 * `path` is the engine's: `jc01` or `key_processes/<rowId>/key_process_name`. A value equal to the saved one writes nothing. Over a
 * conflict it is a `resolve` that names every value the person could see.
 */
export function setAnswer(store: Store, assessmentId: string, path: string, value: AnswerScalar): Promise<Outcome<Saved>> {
  const entityId = assessmentId as EntityId;
  const field = `self/${path}`;
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId);
    if (header.kind === 'refused') return header;
    const register = await store.known.reader.register({ entityId, register: field });
    const now = currentValue({ heads: register === null ? [] : shownHeads(register) });
    const same =
      now.kind === 'empty' ? value === null : now.kind !== 'conflict' && canonicalJson(now.value) === canonicalJson(value);
    if (same) return ok({ drafts: [], alongside: null, result: {} });
    const kind = now.kind === 'conflict' ? 'resolve' : 'set';
    const draft = draftOp({ kind, entity: 'assessment', entityId, field, value, definition: header.value.definitionHash });
    return ok({ drafts: [{ draft, owner: entityId }], alongside: null, result: {} });
  });
}
