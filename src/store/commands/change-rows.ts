import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

export function addRow(store: Store, assessmentId: string, repeat: string): Promise<Outcome<Saved & { readonly rowId: string }>> {
  throw new Error('not built yet');
}

export function removeRow(store: Store, assessmentId: string, rowId: string): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}
