import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { leaseProblem } from '../lease.ts';
import type { Saved } from '../saved.ts';
import { readEnterprise } from '../queries/read-enterprise.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

/** Refused `enterprise.exists` when this phone knows the code already. The form has judged code, name and region before. */
export function addEnterprise(store: Store, record: EnterpriseRecord): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const expired = await leaseProblem(store);
    if (expired !== null) return refused(expired);
    const known = await readEnterprise(store, record.code);
    if (known !== null) return refused(problem('enterprise.exists', { code: record.code, name: known.name }));
    const draft = draftOp({ kind: 'create', entity: 'enterprise', entityId: record.code as EntityId, value: record });
    return ok({ drafts: [{ draft, owner: null }], alongside: null, result: {} });
  });
}
