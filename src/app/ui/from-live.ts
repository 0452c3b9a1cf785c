import { liveQuery } from 'dexie';
import { createEffect, createMemo, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';

/**
 * A live query as a signal: runs again whenever the tables it read change. A failure is thrown where the signal is read, so that
 * the screen's error boundary shows it.
 */
export function fromLive<T>(query: () => Promise<T> | T, initial: T): Accessor<T> {
  return fromLiveOf(
    () => null,
    () => query(),
    initial,
  );
}

/** The same for a query that depends on a signal: it subscribes anew when `key` changes, and starts from `initial` then. */
export function fromLiveOf<K, T>(key: Accessor<K>, query: (key: K) => Promise<T> | T, initial: T): Accessor<T> {
  const current = createMemo(key);
  const [result, setResult] = createSignal<Result<K, T> | null>(null);
  createEffect(() => {
    const of = current();
    const subscription = liveQuery(() => untrack(() => query(of))).subscribe({
      next: (value) => setResult({ kind: 'value', of, value }),
      error: (error: unknown) => setResult({ kind: 'failed', of, error }),
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

type Result<K, T> =
  | { readonly kind: 'value'; readonly of: K; readonly value: T }
  | { readonly kind: 'failed'; readonly of: K; readonly error: unknown };
