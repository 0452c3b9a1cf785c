import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

export function editEnterprise(
  store: Store,
  code: string,
  changes: Partial<Omit<EnterpriseRecord, 'code' | 'demo'>>,
): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}
