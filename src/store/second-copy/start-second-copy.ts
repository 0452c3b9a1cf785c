/** Client of the copy's worker: told after saves, asked for nothing, so that no tap ever waits for it. */
import { newId } from '#shared/ids.ts';
import { withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';
import { canReadFiles } from './copy-files.ts';
import type { CopyHeader } from './copy-format.ts';
import type { CopyState, FromCopyWorker, ToCopyWorker } from './copy-messages.ts';

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
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  const tell = (message: ToCopyWorker): void => worker.postMessage(message);
  let toldLost = false;
  worker.addEventListener('message', ({ data }: MessageEvent<FromCopyWorker>) => {
    if (data.kind === 'state') set(data.state);
    else if (!toldLost) {
      toldLost = true;
      onLost();
    }
  });
  worker.addEventListener('error', () => set({ kind: 'behind', reason: 'failed', ops: 0, photos: 0 }));

  let timer: ReturnType<typeof setTimeout> | null = null;
  let since: number | null = null;
  const turn = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    since = null;
    tell({ kind: 'turn' });
  };
  const soon = (): void => {
    const now = performance.now();
    since ??= now;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(turn, Math.max(0, Math.min(rest, since + longest - now)));
  };
  const refresh = (): void =>
    void header().then(
      (current) => tell({ kind: 'job', job: { ...place, header: current } }),
      () => tell({ kind: 'turn' }),
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
      unsubscribe();
      document.removeEventListener('visibilitychange', onHidden);
      worker.terminate();
    },
  };
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
