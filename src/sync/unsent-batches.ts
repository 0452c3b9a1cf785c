import type { OwnOp } from '#replica/client-state.ts';
import { firstBatch } from '#replica/plan-push.ts';
import type { DeviceId } from '#shared/ids.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';

/** Ops in a row as a server takes them; `signature` is their device's over the last hash, null where its key is gone. */
export type UnsentBatch = { readonly device: DeviceId; readonly signature: string | null; readonly ops: readonly OwnOp[] };

/** The whole outbox. What is carried for others stays in the batches in which it was signed. */
export async function unsentBatches(store: Store): Promise<readonly UnsentBatch[]> {
  const batches: UnsentBatch[] = [];
  for (const device of await withHandle(store.db, () => store.reader.offering())) {
    let rest = await withHandle(store.db, () => store.reader.offered(device, Number.MAX_SAFE_INTEGER));
    while (rest.length > 0) {
      const carried = rest[0]?.carried ?? null;
      const count =
        carried === null
          ? firstBatch(rest.map(({ op }) => op)).length
          : rest.findIndex(({ op }) => op.hash === carried.until) + 1;
      const ops = rest.slice(0, count);
      batches.push({ device, signature: carried?.signature ?? (await signatureOf(store, device, ops)), ops });
      rest = rest.slice(count);
    }
  }
  return batches;
}

async function signatureOf(store: Store, device: DeviceId, ops: readonly OwnOp[]): Promise<string | null> {
  const signed = await store.keys.sign(device, ops.at(-1)?.op.hash ?? '');
  return signed.kind === 'ok' ? signed.value : null;
}
