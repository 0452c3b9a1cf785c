/**
 * Client of the writing worker: sealing and writing a tap there leaves the page's thread to the screen, whose next frame would stand
 * before each of the database's replies. The worker writes what the page has decided, and rechecks the tip like everybody.
 */
import type { ClientPlan } from '#replica/client-state.ts';
import type { ProjectedRows } from './project-rows.ts';
import type { Store } from './store.ts';
import type { Written } from './write-plan.ts';
import type { FromWriter, ToWriter } from './writer-messages.ts';

/** Null: the worker has ended, and the page must write itself. What the worker may have begun is found by the recheck of the tip. */
type Write = (plan: ClientPlan, rows: ProjectedRows) => Promise<Written | null>;

type Writer = {
  /** True once it writes, false when it never will. */
  readonly ready: Promise<boolean>;
  /** Null until it is ready and after it has ended. */
  readonly write: () => Write | null;
  readonly stop: () => void;
};

const writers = new WeakMap<Store, Writer>();

export function writerOf(store: Store): Write | null {
  return writers.get(store)?.write() ?? null;
}

/** How long a write is waited for, in milliseconds: longer than the slowest phone takes, shorter than a person waits for 已保存. */
const patience = 10_000;

/** One for each store; until it is ready, and where there is none, the page writes itself. */
export function startWriter(store: Store, makeWorker: () => Worker = newWorker, patienceMs = patience): Promise<boolean> {
  // Live queries hear of what the worker writes over this.
  if (typeof BroadcastChannel === 'undefined') return Promise.resolve(false);
  const running = writers.get(store) ?? newWriter(store, makeWorker, patienceMs);
  writers.set(store, running);
  return running.ready;
}

/** With the store's key. */
export function stopWriter(store: Store): void {
  writers.get(store)?.stop();
  writers.delete(store);
}

type Asking = {
  readonly resolve: (written: Written | null) => void;
  readonly reject: (error: Error) => void;
  readonly deadline: ReturnType<typeof setTimeout>;
};

function newWriter(store: Store, makeWorker: () => Worker, patienceMs: number): Writer {
  const opening: ToWriter = { kind: 'open', database: store.db.name, ...store.codec.forWorker() };
  const worker = makeWorker();
  const waiting = new Map<number, Asking>();
  let asked = 0;
  let isReady = false;
  let settle: (ready: boolean) => void = () => undefined;
  const ready = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  const tell = (message: ToWriter): void => worker.postMessage(message);
  const write: Write = (plan, rows) =>
    new Promise((resolve, reject) => {
      asked += 1;
      // One that never answers would hold up every later write, and the lock.
      waiting.set(asked, { resolve, reject, deadline: setTimeout(stop, patienceMs) });
      tell({ kind: 'write', id: asked, plan, rows });
    });
  const become = (now: boolean): void => {
    isReady = now;
    settle(now);
  };
  const stop = (): void => {
    become(false);
    worker.terminate();
    for (const { resolve, deadline } of waiting.values()) {
      clearTimeout(deadline);
      resolve(null);
    }
    waiting.clear();
  };
  worker.addEventListener('error', stop);
  worker.addEventListener('message', ({ data }: MessageEvent<FromWriter>) => {
    if (data.kind === 'ready') return become(true);
    const asking = waiting.get(data.id);
    waiting.delete(data.id);
    clearTimeout(asking?.deadline);
    if (data.kind === 'written') asking?.resolve(data.written);
    else asking?.reject(errorOf(data.names));
  });
  tell(opening);
  return { ready, write: () => (isReady ? write : null), stop };
}

function newWorker(): Worker {
  return new Worker(new URL('./writer.worker.ts', import.meta.url), { type: 'module' });
}

/** The error as it was thrown there, as far as anybody asks: its name, and the names of what it wraps. */
function errorOf([name = 'Error', ...inner]: readonly string[]): Error {
  return Object.assign(new Error(`the writing worker: ${name}`), { name }, inner.length > 0 ? { inner: errorOf(inner) } : {});
}
