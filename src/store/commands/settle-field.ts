import { currentValue } from '#oplog/register.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

/** A root of its own whose fields several phones write. */
export type Settled = { readonly entity: 'action' | 'visit'; readonly id: string };

/** Writes one of the values that contradict each other, or another one: it takes the place of all of them. */
export function settleField(
  store: Store,
  of: Settled,
  field: string,
  value: Json,
  reason: string | null,
): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const { draft, owner } = await fieldDraft(store, of, field, value);
    return ok({ drafts: [{ draft: { ...draft, reason }, owner }], alongside: null, result: {} });
  });
}

/** A `resolve` where the field's values contradict each other, else a `set`. */
export async function fieldDraft(store: Store, { entity, id }: Settled, field: string, value: Json): Promise<StepDraft> {
  const entityId = id as EntityId;
  const now = currentValue((await store.reader.register({ entityId, register: field })) ?? undefined);
  const kind = now.kind === 'conflict' ? 'resolve' : 'set';
  return { draft: draftOp({ kind, entity, entityId, field, value }), owner: entityId };
}
