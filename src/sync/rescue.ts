import type { Store } from '#store/store.ts';

/** 救援包: all unsynced ops and photos, sealed to the organisation's recovery key, named .txt because share sheets refuse unknown types. */
export function makeRescueBundle(store: Store): Promise<{ readonly fileName: string; readonly blob: Blob }> {
  throw new Error(`not built yet ${store.profile.personId}`);
}
