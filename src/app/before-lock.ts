/** What must happen before a store is locked, so that nothing half typed is lost. */

const savers = new Set<() => Promise<boolean>>();

/** `save` says false when it could not: the store stays open then. Returns how to take it back. */
export function beforeLock(save: () => Promise<boolean>): () => void {
  savers.add(save);
  return () => void savers.delete(save);
}

/** True when nothing waits to be saved any more. */
export async function saveBeforeLock(): Promise<boolean> {
  const saved = await Promise.all([...savers].map((save) => save().catch(() => false)));
  return saved.every(Boolean);
}
