import type { EnrolPorts } from '#vault/vault.ts';
import type { SyncPorts } from './sync-ports.ts';

/** Everything the data layer needs from the browser: `enrol(session, browserPorts())`, `startSync(store, browserPorts())`. */
export function browserPorts(): EnrolPorts & SyncPorts {
  throw new Error('not built yet');
}
