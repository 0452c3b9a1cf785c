import type { CopyHeader } from '#replica/copy-format.ts';

/** How far the second copy is. */
export type CopyState =
  | { readonly kind: 'starting' }
  /** This browser has no private file system that a worker can write to. */
  | { readonly kind: 'unsupported' }
  /** Holds everything that no server has confirmed. */
  | { readonly kind: 'whole'; readonly ops: number; readonly photos: number }
  /** Something is not in it; the original is untouched. */
  | { readonly kind: 'behind'; readonly reason: 'no-room' | 'failed'; readonly ops: number; readonly photos: number };

export type CopyJob = {
  readonly person: string;
  readonly database: string;
  readonly generation: string;
  readonly header: CopyHeader;
};

/** Look again what is missing. */
export type ToCopyWorker = {
  /** Null: the same as before. */
  readonly job: CopyJob | null;
  /**
   * Bytes that the browser grants beyond what is used; null when it does not say, and the write itself finds out. The page asks, not
   * the worker: Chromium ends the page that comes next when a worker's question is open as its own page goes (seen in 156).
   */
  readonly free: number | null;
};

export type FromCopyWorker =
  | { readonly kind: 'state'; readonly state: CopyState }
  /** The copy holds what the database has lost. */
  | { readonly kind: 'lost' };

/** One writer of a person's copy at a time, whatever the number of tabs. */
export function copyLock(person: string): string {
  return `xunzhen-copy-${person}`;
}
