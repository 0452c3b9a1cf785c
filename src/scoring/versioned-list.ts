export type VersionedList<T> = {
  at(index: number): T | undefined;
  set(index: number, item: T): void;
  /** Reads the list as it is now, whenever it is called. */
  version(): () => readonly T[];
};

/** What a version had in the places that changed after it. Points to the next version, never back: what nobody holds is collected. */
type Version<T> = { readonly replaced: Map<number, T>; next: Version<T> | null };

/** A list that changes in place, and what it was, for whoever asked in time: taking a version copies nothing until it is read. */
export function versionedList<T>(current: T[]): VersionedList<T> {
  let latest: Version<T> | null = null;

  const read = (version: Version<T>): readonly T[] => {
    const items = current.slice();
    const restored = new Set<number>();
    for (let each: Version<T> | null = version; each !== null; each = each.next) {
      for (const [index, item] of each.replaced) {
        if (!restored.has(index)) items[index] = item;
        restored.add(index);
      }
    }
    return items;
  };

  return {
    at: (index) => current[index],
    set(index, item) {
      const before = current[index];
      if (latest !== null && before !== undefined && !latest.replaced.has(index)) latest.replaced.set(index, before);
      current[index] = item;
    },
    version() {
      if (latest === null || latest.replaced.size > 0) {
        const version: Version<T> = { replaced: new Map(), next: null };
        if (latest !== null) latest.next = version;
        latest = version;
      }
      const taken = latest;
      return () => read(taken);
    },
  };
}
