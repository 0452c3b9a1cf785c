import { createSignal, type Accessor } from 'solid-js';

export type PathSignals<T> = {
  /** The value at a path, as a signal of its own: a screen of 3,000 questions updates the one that changed. */
  readonly at: (path: string) => Accessor<T>;
  /** Reads these paths anew; those nobody looks at cost nothing. */
  readonly refresh: (paths: readonly string[]) => void;
  readonly refreshAll: () => void;
};

/** One lazily made signal per path over a plain reader. */
export function createPathSignals<T>(read: (path: string) => T, equals: (a: T, b: T) => boolean = Object.is): PathSignals<T> {
  const signals = new Map<string, readonly [Accessor<T>, (value: T) => void]>();
  const refresh = (paths: Iterable<string>): void => {
    for (const path of paths) signals.get(path)?.[1](read(path));
  };
  return {
    at: (path) => {
      const known = signals.get(path);
      if (known !== undefined) return known[0];
      const [value, setValue] = createSignal<T>(read(path), { equals });
      signals.set(path, [value, (next) => setValue(() => next)]);
      return value;
    },
    refresh,
    refreshAll: () => refresh(signals.keys()),
  };
}
