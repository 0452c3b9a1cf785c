import { createMemo, createResource, createSignal, type Accessor } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { askPersistence } from '#app/ask-persistence.ts';
import { createOnline } from '#app/ui/create-online.ts';
import { fromLive, fromLiveOf } from '#app/ui/from-live.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { listOutbox, syncSummary } from '#store/queries/sync-summary.ts';
import { storageState } from '#store/queries/storage-state.ts';
import { storeHealth } from '#store/queries/store-health.ts';
import type { EvidenceView, OutboxItem, StorageState, StoreHealth, SyncSummary } from '#store/views.ts';
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
  /** Expected against found, null until counted. */
  readonly health: Accessor<StoreHealth | null>;
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
  const health = fromLive<StoreHealth | null>(() => storeHealth(field.store), null);
  const state = field.syncState;
  return {
    summary,
    health,
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

/** Each photo of a record with its place. */
export function createRecordPhotos(assessmentId: Accessor<string>): Accessor<readonly EvidenceView[]> {
  const field = useField();
  const view = fromLiveOf(assessmentId, (id) => readAssessment(field.store, id), null);
  return () => view()?.evidence ?? [];
}
