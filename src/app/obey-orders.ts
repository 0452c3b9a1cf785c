/** Orders of the server to a phone that was taken out of use. `end` destroys the person's keys and shows it. */
import type { Profile, Store } from '#store/store.ts';

export type OrderMode = 'lost' | 'transfer';

type Person = Pick<Profile, 'personId' | 'name'>;

/** `transfer` waits until nothing is left here; the next contact tries again. */
export async function obey(store: Store, mode: OrderMode, end: (mode: OrderMode) => Promise<void>): Promise<void> {
  if (mode === 'transfer') {
    const [{ sendRest }, { browserPorts }] = await Promise.all([import('#sync/send-rest.ts'), import('#sync/browser-ports.ts')]);
    const rest = await sendRest(store, browserPorts(store.profile.personId));
    if (rest.kind === 'refused' || rest.value > 0) return;
  }
  await end(mode);
}

/** Asks for everybody enrolled here, open or not. */
export async function obeyLost(
  people: readonly Person[],
  end: (person: Person, mode: OrderMode) => Promise<void>,
): Promise<void> {
  if (!navigator.onLine || people.length === 0) return;
  try {
    const [{ askOrder }, { isGenuine, newestDevices }] = await Promise.all([
      import('#sync/ask-order.ts'),
      import('#vault/device-orders.ts'),
    ]);
    for (const { personId, device } of await newestDevices()) {
      const order = await askOrder(fetch, device);
      const name = people.find((person) => person.personId === personId)?.name ?? '';
      if (order?.mode === 'lost' && (await isGenuine(personId, order))) await end({ personId, name }, 'lost');
    }
  } catch {
    // The next start asks again.
  }
}
