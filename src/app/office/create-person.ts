import type { Accessor } from 'solid-js';
import type { SessionReply } from '#protocol/session-wire.ts';
import { createServerQuery } from './create-server-query.ts';
import { readSession } from './office-api.ts';

/** Who is signed in at the desk; null until the server said so. */
export function createPerson(): Accessor<SessionReply['person'] | null> {
  const session = createServerQuery(() => ({ key: ['session'], load: readSession }));
  return () => session.value()?.person ?? null;
}
