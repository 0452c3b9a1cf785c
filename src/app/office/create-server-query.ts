import { QueryObserver, useQueryClient, type QueryObserverResult } from '@tanstack/solid-query';
import { createComputed, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Problem, ProblemCode } from '#shared/problems.ts';
import { problemOf } from './office-api.ts';

/** A read from the server as a screen shows it. A re-read that fails for want of a network keeps what was there before. */
export type ServerRead<T> =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'ready';
      readonly value: T;
      readonly refreshing: boolean;
      readonly readAt: number;
      readonly problem: Problem | null;
    }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type ServerQuery<T> = {
  /** Identity of what is read; null reads nothing. */
  readonly key: readonly (string | number)[] | null;
  readonly load: (signal: AbortSignal) => Promise<T>;
};

/**
 * A cached server read as a signal. The library's own hook throws its pending promise to the nearest Suspense, which would blank
 * the whole desk at every change of filter; this one says `loading` and leaves the rest on screen.
 */
export function createServerQuery<T>(query: Accessor<ServerQuery<T>>): {
  readonly read: Accessor<ServerRead<T>>;
  /** What was read; null while there is nothing. */
  readonly value: Accessor<T | null>;
  /** Why there is nothing to show. */
  readonly failed: Accessor<Problem | null>;
  readonly again: () => void;
} {
  const client = useQueryClient();
  const [read, setRead] = createSignal<ServerRead<T>>({ kind: 'loading' });
  const options = () => {
    const { key, load } = query();
    return {
      queryKey: ['office', ...(key ?? [])],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => load(signal),
      enabled: key !== null,
    };
  };
  const observer = new QueryObserver<T, Error, T, T, readonly (string | number)[]>(client, options());
  const take = (result: QueryObserverResult<T>): void => {
    setRead(() => readOf(result));
  };
  const stop = observer.subscribe(take);
  createComputed(() => {
    observer.setOptions(options());
    take(observer.getCurrentResult());
  });
  onCleanup(stop);
  return {
    read,
    value: () => {
      const now = read();
      return now.kind === 'ready' ? now.value : null;
    },
    failed: () => {
      const now = read();
      return now.kind === 'failed' ? now.problem : null;
    },
    again: () => void observer.refetch(),
  };
}

function readOf<T>(result: QueryObserverResult<T>): ServerRead<T> {
  const failure = result.error === null ? null : problemOf(result.error);
  if (failure !== null && endsReading.has(failure.code)) return { kind: 'failed', problem: failure };
  if (result.data !== undefined) {
    return { kind: 'ready', value: result.data, refreshing: result.isFetching, readAt: result.dataUpdatedAt, problem: failure };
  }
  return failure === null ? { kind: 'loading' } : { kind: 'failed', problem: failure };
}

/** After these what was read before is no longer theirs to see. */
const endsReading: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['auth.signed-out', 'access.denied', 'access.not-found']);
