import type { EnterpriseView } from '../views.ts';
import type { Store } from '../store.ts';

export function readEnterprise(store: Store, code: string): Promise<EnterpriseView | null> {
  throw new Error('not built yet');
}
