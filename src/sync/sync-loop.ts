import type { Problem } from '#shared/problems.ts';
import type { Store } from '#store/store.ts';
import type { SyncPorts } from './sync-ports.ts';

export type SyncPhase = 'idle' | 'pushing' | 'pulling' | 'uploading' | 'offline' | 'signed-out';

export type SyncState = {
  readonly phase: SyncPhase;
  /** Photos of this cycle. */
  readonly uploading: { readonly done: number; readonly total: number } | null;
  readonly lastSuccessAt: string | null;
  readonly nextTryAt: string | null;
  readonly problem: Problem | null;
  /** Phone's clock minus server's, milliseconds; null before the first contact. Warn above 5 minutes either way. */
  readonly clockOffset: number | null;
};

export type SyncHandle = {
  readonly state: () => SyncState;
  readonly subscribe: (listener: (state: SyncState) => void) => () => void;
  /** Tries at once, whatever the back-off says. */
  readonly now: () => void;
  readonly stop: () => void;
};

/** The page drives sync: at start, when visible, online, after a save, and by a timer with jitter and back-off. */
export function startSync(store: Store, ports: SyncPorts): SyncHandle {
  throw new Error(`not built yet ${store.profile.personId} ${ports.clock.now()}`);
}
