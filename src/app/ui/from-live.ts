import { liveQuery } from 'dexie';
import { createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';

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
  const [result, setResult] = createSignal<Result<T>>({ kind: 'value', value: initial });
  createEffect((first: boolean) => {
    const current = key();
    if (!first) setResult({ kind: 'value', value: initial });
    const subscription = liveQuery(() => untrack(() => query(current))).subscribe({
      next: (value) => setResult({ kind: 'value', value }),
      error: (error: unknown) => setResult({ kind: 'failed', error }),
    });
    onCleanup(() => subscription.unsubscribe());
    return false;
  }, true);
  return () => {
    const current = result();
    if (current.kind === 'failed') throw current.error;
    return current.value;
  };
}

type Result<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'failed'; readonly error: unknown };
