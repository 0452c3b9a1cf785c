import type { StorageState } from '../views.ts';

export function storageState(): Promise<StorageState> {
  throw new Error('not built yet');
}
