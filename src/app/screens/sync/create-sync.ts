import { createMemo, createResource, createSignal, type Accessor } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { askPersistence } from '#app/ask-persistence.ts';
import { createOnline } from '#app/ui/create-online.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { listOutbox, syncSummary } from '#store/queries/sync-summary.ts';
import { storageState } from '#store/queries/storage-state.ts';
import type { OutboxItem, StorageState, SyncSummary } from '#store/views.ts';
import type { SyncState } from '#sync/sync-loop.ts';

/** Why something is still on this phone. */
export type WaitReason = 'offline' | 'signed-out' | 'sending' | 'retry' | 'waiting';

export type SyncPage = {
  readonly summary: Accessor<SyncSummary | null>;
  readonly items: Accessor<readonly OutboxItem[]>;
  readonly quarantined: Accessor<readonly OutboxItem[]>;
  readonly state: Accessor<SyncState>;
  readonly busy: Accessor<boolean>;
  readonly reason: Accessor<WaitReason>;
  readonly storage: Accessor<StorageState | undefined>;
  readonly askPersistence: () => Promise<void>;
  readonly syncNow: () => void;
};

export function createSync(): SyncPage {
  const field = useField();
  const online = createOnline();
  const summary = fromLive<SyncSummary | null>(() => syncSummary(field.store), null);
  const outbox = fromLive<readonly OutboxItem[]>(() => listOutbox(field.store), []);
  const [asked, setAsked] = createSignal(0);
  const [storage] = createResource(
    () => ({ photos: summary()?.pendingPhotos ?? 0, asked: asked() }),
    () => storageState(),
  );
  const state = field.syncState;
  return {
    summary,
    items: createMemo(() => outbox().filter((item) => item.pendingOps > 0 || item.photos.verified < item.photos.total)),
    quarantined: createMemo(() => outbox().filter((item) => item.quarantined.length > 0)),
    state,
    busy: () => ['pushing', 'pulling', 'uploading'].includes(state().phase),
    reason: createMemo(() => {
      const { phase, nextTryAt } = state();
      if (phase === 'signed-out') return 'signed-out';
      if (!online() || phase === 'offline') return nextTryAt !== null && online() ? 'retry' : 'offline';
      if (phase === 'pushing' || phase === 'uploading') return 'sending';
      return 'waiting';
    }),
    storage: () => storage.latest,
    askPersistence: async () => {
      await askPersistence();
      setAsked((before) => before + 1);
    },
    syncNow: () => field.sync.now(),
  };
}
