/** What runs while a store is open. */
import { createSignal } from 'solid-js';
import { dropEndedDisputeTexts } from '#store/commands/remember-place.ts';
import type { Store } from '#store/store.ts';
import { isMobileData } from './connection.ts';
import type { FieldWork } from './field-context.tsx';
import { keepTrust } from './keep-trust.ts';
import type { OrderMode } from './obey-orders.ts';
import { preferences } from './preferences.ts';
import { keepCopy, restoreLost } from './second-copy.ts';

/** Schemas and the sync loop load here: they are not needed to show the first screen. */
export async function startField(store: Store, onOrder: (mode: OrderMode) => void): Promise<FieldWork> {
  const [{ startSync }, { browserPorts }, { readOpenQuestionnaire }] = await Promise.all([
    import('#sync/sync-loop.ts'),
    import('#sync/browser-ports.ts'),
    import('#store/queries/read-place.ts'),
  ]);
  const resumeAt = await readOpenQuestionnaire(store);
  const restored = await restoreLost(store);
  // Others may have settled what somebody typed about here, while no screen showed it.
  void dropEndedDisputeTexts(store);
  const mayUpload = (): boolean => !(preferences().photosWait && isMobileData() === true);
  const sync = startSync(store, { ...browserPorts(store.profile.personId), mayUpload });
  const [syncState, setSyncState] = createSignal(sync.state());
  sync.subscribe(setSyncState);
  keepTrust(store, sync, onOrder);
  return { store, profile: store.profile, sync, syncState, copy: keepCopy(store, sync, restored), resumeAt };
}

/** Nothing is deleted; the key is let go. */
export async function stopField(field: FieldWork): Promise<void> {
  field.sync.stop();
  field.copy.stop();
  const { lock } = await import('#vault/vault.ts');
  await lock(field.store);
}
