/** Room for new photos: the originals of those that the server holds leave this phone, when a person asks for it. */
import type { Outcome } from '#shared/outcome.ts';
import { listRemovable, removeOriginals } from '#store/commands/track-upload.ts';
import type { Store } from '#store/store.ts';
import type { SyncPorts } from './sync-ports.ts';
import { askMissing } from './upload-evidence.ts';

/** Asks the server once more, by hash, and removes only what it says it holds now. Returns the bytes that came free. */
export async function freeSpace(store: Store, ports: SyncPorts): Promise<Outcome<number>> {
  const held = await listRemovable(store);
  const missing = await askMissing(ports, held);
  if (missing.kind === 'refused') return missing;
  return removeOriginals(
    store,
    held.flatMap(({ evidenceId }) => (missing.value.has(evidenceId) ? [] : [evidenceId])),
  );
}
