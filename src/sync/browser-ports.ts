import { browserChance, browserClock } from '#store/browser-clock.ts';
import type { EnrolPorts } from '#vault/vault.ts';
import { openTusUpload } from './open-upload.ts';
import { askPersonalKey } from './ask-personal-key.ts';
import { registerDevice } from './register-device.ts';
import type { SyncPorts } from './sync-ports.ts';

/** Everything the data layer needs from the browser: `enrol(session, browserPorts())`, `startSync(store, browserPorts())`. */
export function browserPorts(): EnrolPorts & SyncPorts {
  const ask: typeof fetch = (input, init) => fetch(input, init);
  return {
    clock: browserClock,
    random: browserChance,
    fetch: ask,
    registerDevice: (description) => registerDevice(ask, description),
    personalKey: () => askPersonalKey(ask),
    openUpload: openTusUpload,
    mayUpload: () => true,
  };
}
