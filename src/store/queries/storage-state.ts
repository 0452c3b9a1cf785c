import type { StorageState } from '../views.ts';

/** What an average stored photo takes, with thumbnail and seal. */
const photoBytes = 420 * 1024;
/** Kept free for answers: they must save when photos no longer do. */
const reserveBytes = 20 * 1024 * 1024;

export async function storageState(): Promise<StorageState> {
  const { storage } = navigator;
  // Older in-app browsers have no storage manager, whatever the types say.
  if (typeof storage?.estimate !== 'function') return { usage: null, quota: null, persisted: false, photosLeft: null };
  const estimate = await storage.estimate().catch((): StorageEstimate => ({}));
  const persisted = typeof storage.persisted === 'function' ? await storage.persisted().catch(() => false) : false;
  const { usage = null, quota = null } = estimate;
  const photosLeft =
    usage === null || quota === null ? null : Math.max(0, Math.floor((quota - usage - reserveBytes) / photoBytes));
  return { usage, quota, persisted, photosLeft };
}
