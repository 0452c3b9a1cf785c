/** Client of the copy's worker: told after saves, asked for nothing, so that no tap ever waits for it. */
import { newId } from '#shared/ids.ts';
import { withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';
import { canReadFiles } from './copy-files.ts';
import type { CopyHeader } from '#replica/copy-format.ts';
import type { CopyJob, CopyState, FromCopyWorker, ToCopyWorker } from './copy-messages.ts';

export type SecondCopy = {
  readonly state: () => CopyState;
  readonly subscribe: (listener: (state: CopyState) => void) => () => void;
  /** Something was confirmed, or may be: look again. */
  readonly refresh: () => void;
  readonly stop: () => void;
};

/** The fingers rest before the copy is brought up to date, but it is never further behind than `longest`. */
const rest = 1500;
const longest = 6000;
/** Milliseconds until a turn that left something out is repeated; doubled each time. */
const firstRetry = 2000;
const lastRetry = 5 * 60_000;

/** `header` is asked for at the start and with each refresh; `onLost`: the copy holds what the database has lost. */
export async function startSecondCopy(store: Store, header: () => Promise<CopyHeader>, onLost: () => void): Promise<SecondCopy> {
  const listeners = new Set<(state: CopyState) => void>();
  let state: CopyState = { kind: 'starting' };
  const set = (next: CopyState): void => {
    state = next;
    for (const listener of listeners) listener(next);
  };
  const subscribe = (listener: (state: CopyState) => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  if (!canReadFiles()) {
    set({ kind: 'unsupported' });
    return { state: () => state, subscribe, refresh: () => undefined, stop: () => undefined };
  }
  const person = store.profile.personId;
  const place = { person, database: store.db.name, generation: await ensureGeneration(store) };
  const worker = new Worker(new URL('./second-copy.worker.ts', import.meta.url), { type: 'module' });
  const tell = async (job: CopyJob | null): Promise<void> => {
    const message: ToCopyWorker = { job, free: await freeBytes() };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
    worker.postMessage(message);
  };
  let toldLost = false;
  worker.addEventListener('message', ({ data }: MessageEvent<FromCopyWorker>) => {
    if (data.kind === 'state') {
      set(data.state);
      again(data.state);
    } else if (!toldLost) {
      toldLost = true;
      onLost();
    }
  });
  worker.addEventListener('error', () => set({ kind: 'behind', reason: 'failed', ops: 0, photos: 0 }));

  let timer: ReturnType<typeof setTimeout> | null = null;
  let since: number | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const turn = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    since = null;
    void tell(null);
  };
  // A page that has just ended may still hold a file; room may come back.
  const again = ({ kind }: CopyState): void => {
    clearTimeout(retry);
    failures = kind === 'behind' ? failures + 1 : 0;
    if (failures > 0) retry = setTimeout(turn, Math.min(firstRetry * 2 ** (failures - 1), lastRetry));
  };
  const soon = (): void => {
    const now = performance.now();
    since ??= now;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(turn, Math.max(0, Math.min(rest, since + longest - now)));
  };
  const refresh = (): void =>
    void header().then(
      (current) => tell({ ...place, header: current }),
      () => tell(null),
    );
  // A hidden page may be killed without another word.
  const onHidden = (): void => {
    if (document.visibilityState === 'hidden' && timer !== null) turn();
  };
  const unsubscribe = store.onSaved(soon);
  document.addEventListener('visibilitychange', onHidden);
  refresh();
  return {
    state: () => state,
    subscribe,
    refresh,
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      clearTimeout(retry);
      unsubscribe();
      document.removeEventListener('visibilitychange', onHidden);
      worker.terminate();
    },
  };
}

async function freeBytes(): Promise<number | null> {
  const { usage, quota } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return usage === undefined || quota === undefined ? null : quota - usage;
}

/** The name of this life of the database, made once. */
async function ensureGeneration({ db, random }: Store): Promise<string> {
  return withHandle(db, () =>
    db.transaction('rw', db.meta, async () => {
      const row = await db.meta.get('second-copy');
      if (row?.key === 'second-copy') return row.generation;
      const generation = newId(random.bytes);
      await db.meta.put({ key: 'second-copy', generation });
      return generation;
    }),
  );
}
