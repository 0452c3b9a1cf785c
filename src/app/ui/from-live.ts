import { Dexie, liveQuery } from 'dexie';
import { createEffect, createMemo, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import { isStorageFailure } from '#store/store-gate.ts';

/**
 * A live query as a signal: runs again whenever the tables it read change. A failure is thrown where the signal is read, so that
 * the screen's error boundary shows it.
 */
export function fromLive<T>(query: () => Promise<T> | T, initial: T, rest: Rest = none): Accessor<T> {
  return fromLiveOf(
    () => null,
    () => query(),
    initial,
    rest,
  );
}

/** The same for a query that depends on a signal: it subscribes anew when `key` changes, and starts from `initial` then. */
export function fromLiveOf<K, T>(
  key: Accessor<K>,
  query: (key: K) => Promise<T> | T,
  initial: T,
  rest: Rest = none,
): Accessor<T> {
  const current = createMemo(key);
  const [result, setResult] = createSignal<Result<K, T> | null>(null);
  createEffect(() => {
    const of = current();
    const subscription = liveQuery(calmly(() => untrack(() => query(of)), rest)).subscribe({
      next: (value) => setResult({ kind: 'value', of, value }),
      error: (error: unknown) => {
        // The storage went away under the page: what is shown stays, typed or not, and every write says that it failed.
        const shown = untrack(result);
        if (isStorageFailure(error) && shown?.kind === 'value' && shown.of === of) return;
        setResult({ kind: 'failed', of, error });
      },
    });
    onCleanup(() => subscription.unsubscribe());
  });
  return () => {
    const latest = result();
    // A result of the key before this one is not shown under the new key.
    if (latest === null || latest.of !== current()) return initial;
    if (latest.kind === 'failed') throw latest.error;
    return latest.value;
  };
}

/** Milliseconds without further changes before a query runs again; asked at each change. */
export type Rest = () => number;

const none: Rest = () => 0;

/** A stream of changes is read at least this often. */
const longestRestMs = 2_000;

/**
 * The first run is at once, every other in a task of its own: Dexie starts queries before it tells the writer that his write is on disk,
 * and 已保存 must not wait for what others read. A run that a further change made void while it waited reads nothing; Dexie drops its
 * result.
 */
function calmly<T>(query: () => Promise<T> | T, rest: Rest): () => Promise<T> | T {
  let turn = 0;
  let since: number | null = null;
  return () => {
    const mine = ++turn;
    if (mine === 1) return query();
    since ??= performance.now();
    const left = Math.max(0, Math.min(rest(), since + longestRestMs - performance.now()));
    // Dexie's own promise keeps what the query reads under observation.
    return new Dexie.Promise<void>((resolve) => setTimeout(resolve, left)).then(() => {
      if (mine !== turn) return new Promise<never>(() => undefined);
      since = null;
      return query();
    });
  };
}

type Result<K, T> =
  | { readonly kind: 'value'; readonly of: K; readonly value: T }
  | { readonly kind: 'failed'; readonly of: K; readonly error: unknown };
