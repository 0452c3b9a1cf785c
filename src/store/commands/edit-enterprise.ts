import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { currentValue } from '#oplog/register.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import { readEnterprise } from '../queries/read-enterprise.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

/** One op for each property that really changes, all in one step. */
export function editEnterprise(
  store: Store,
  code: string,
  changes: Partial<Omit<EnterpriseRecord, 'code' | 'demo'>>,
  reason: string | null = null,
): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const known = await readEnterprise(store, code);
    if (known === null) return refused(problem('access.not-found', { entity: code }));
    const entityId = code as EntityId;
    const drafts: StepDraft[] = [];
    for (const [field, value] of Object.entries(changes) as [keyof EnterpriseRecord, Json][]) {
      const register = await store.reader.register({ entityId, register: field });
      // Of several values the latest is shown; choosing that one is a decision all the same.
      const settles = currentValue(register ?? undefined).kind === 'conflict';
      if (!settles && canonicalJson(known[field]) === canonicalJson(value)) continue;
      const kind = settles ? ({ kind: 'resolve', reason } as const) : ({ kind: 'set' } as const);
      drafts.push({ draft: draftOp({ ...kind, entity: 'enterprise', entityId, field, value }), owner: null });
    }
    return ok({ drafts, alongside: null, result: {} });
  });
}
