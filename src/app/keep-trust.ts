/** What an open store hears from the server beside its data: a new lease, and whether this phone was taken out of use. */
import { keepLease, wantsLease } from '#store/lease.ts';
import type { Store } from '#store/store.ts';
import type { SyncHandle } from '#sync/sync-loop.ts';
import type { OrderMode } from './obey-orders.ts';

/** `onOrder`: a genuine order stands; `lost` shreds at once, `transfer` after everything was sent. */
export function keepTrust(store: Store, sync: SyncHandle, onOrder: (mode: OrderMode) => void): () => void {
  let asked = false;
  let busy = false;
  let last = sync.state();
  const look = async (changed: 'contact' | 'refused'): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      if (changed === 'refused' || !asked) {
        const mode = await readOrder(store);
        // One that could not be carried out yet is asked for again.
        asked = mode === null;
        if (mode !== null) return onOrder(mode);
      }
      if (changed === 'contact' && (await wantsLease(store))) await renewSession(store);
    } catch {
      // The next contact looks again.
    } finally {
      busy = false;
    }
  };
  return sync.subscribe((state) => {
    const before = last;
    last = state;
    const isOut = (): boolean => state.phase === 'signed-out' || state.problem?.code === 'device.revoked';
    if (state.problem !== before.problem && isOut()) void look('refused');
    else if (state.lastSuccessAt !== before.lastSuccessAt) void look('contact');
  });
}

async function readOrder(store: Store): Promise<OrderMode | null> {
  const [{ askOrder }, { isGenuine }] = await Promise.all([import('#sync/ask-order.ts'), import('#vault/device-orders.ts')]);
  const order = await askOrder(fetch, await store.device());
  return order !== null && (await isGenuine(store.profile.personId, order)) ? order.mode : null;
}

/** Also what the profile says of the person, and that this session is this phone's. */
async function renewSession(store: Store): Promise<void> {
  const [{ askSession }, { browserPorts }, { enrol }] = await Promise.all([
    import('#sync/ask-session.ts'),
    import('#sync/browser-ports.ts'),
    import('#vault/enrol.ts'),
  ]);
  const ports = browserPorts(store.profile.personId);
  const session = await askSession(ports.fetch);
  if (session.kind === 'refused') return;
  await enrol(session.value, ports);
  await keepLease(store, session.value.lease);
}
