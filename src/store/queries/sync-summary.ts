import type { OutboxItem, SyncSummary } from '../views.ts';
import type { Store } from '../store.ts';

export function syncSummary(store: Store): Promise<SyncSummary> {
  throw new Error('not built yet');
}

export function listOutbox(store: Store): Promise<readonly OutboxItem[]> {
  throw new Error('not built yet');
}
