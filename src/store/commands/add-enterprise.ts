import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

/** Refused `enterprise.exists` when this phone knows the code already. */
export function addEnterprise(store: Store, record: EnterpriseRecord): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}
