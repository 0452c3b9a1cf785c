import type { CaptureMoment } from '#domain/evidence.ts';
import type { Store } from '../store.ts';
import { withHandle } from '../store-gate.ts';

/** The clocks, and the newest word of the server, at this moment. */
export async function captureMoment(
  store: Store,
): Promise<Pick<CaptureMoment, 'monotonic' | 'zoneOffset' | 'serverOffset' | 'beacon'>> {
  const monotonic = Math.round(store.clock.monotonic());
  const zoneOffset = -new Date(store.clock.now()).getTimezoneOffset();
  const [{ beacon }, contact] = await withHandle(store.db, () =>
    Promise.all([store.known.reader.meta(), store.db.meta.get('contact')]),
  );
  const serverOffset = contact?.key === 'contact' ? contact.clockOffset : null;
  return { monotonic, zoneOffset, serverOffset, beacon };
}
