import { ok } from '#shared/outcome.ts';
import { storageOutcome, withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';

/** A photo with its thumbnail and seal, and room for the answers after it. */
const probeBytes = 2 * 1024 * 1024;
const blockBytes = 64 * 1024;

/**
 * Whether a photo would still fit: writes about as much and takes it away again. Browsers no longer tell the truth beforehand
 * (Chromium's `estimate()` answers 'used + 10 GB' whatever the disk holds), so the only honest question is a write.
 */
export async function probeSpace(store: Store): Promise<boolean> {
  const bytes = new Uint8Array(probeBytes);
  // Random, so that the database cannot fold it up.
  const block = crypto.getRandomValues(new Uint8Array(blockBytes));
  for (let at = 0; at < probeBytes; at += blockBytes) bytes.set(block, at);
  const outcome = await storageOutcome(async () => {
    await withHandle(store.db, () => store.db.meta.put({ key: 'space-probe', bytes: bytes.buffer }));
    return ok(null);
  });
  await store.db.meta.delete('space-probe').catch(() => undefined);
  // Storage that fails otherwise gets its own sentence when the photo is saved; it is not full.
  return outcome.kind === 'ok' || outcome.problem.code !== 'storage.full';
}
