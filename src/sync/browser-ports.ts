import { browserChance, browserClock } from '#store/browser-clock.ts';
import type { EnrolPorts } from '#vault/enrol.ts';
import { personHeader } from '#protocol/sync-wire.ts';
import type { PersonId } from '#shared/ids.ts';
import { openTusUpload } from './open-upload.ts';
import { askPersonalKey } from './ask-personal-key.ts';
import { registerDevice } from './register-device.ts';
import type { SyncPorts } from './sync-ports.ts';

/**
 * Everything the data layer needs from the browser: `enrol(session, browserPorts(null))`, `startSync(store, browserPorts(person))`. Requests
 * name the person whose work they carry, null before anybody's.
 */
export function browserPorts(person: PersonId | null): EnrolPorts & SyncPorts {
  const ask: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    if (person !== null) headers.set(personHeader, person);
    return fetch(input, { ...init, headers });
  };
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
