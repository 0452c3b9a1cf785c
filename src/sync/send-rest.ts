import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { unsentCount } from '#store/queries/sync-summary.ts';
import type { Store } from '#store/store.ts';
import { pushAll } from './exchange.ts';
import type { SyncPorts } from './sync-ports.ts';
import { uploadEvidence } from './upload-evidence.ts';

/** Sends everything and takes nothing: what a phone does that is handed over. Returns how much is still here. */
export async function sendRest(store: Store, ports: SyncPorts): Promise<Outcome<number>> {
  const pushed = await pushAll(store, ports);
  if (pushed.kind === 'refused') return pushed;
  const uploaded = await uploadEvidence(store, ports, () => undefined);
  return uploaded.kind === 'refused' ? uploaded : ok(await unsentCount(store));
}
