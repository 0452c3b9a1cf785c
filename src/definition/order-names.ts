/** A topological order of names, as near to the given order as dependencies allow. */

export type Ordered =
  | { readonly kind: 'ok'; readonly order: readonly string[] }
  /** The names of one cycle, the first repeated at the end. */
  | { readonly kind: 'cycle'; readonly names: readonly string[] };

/** `needs` gives the names that must come first. */
export function orderNames(names: readonly string[], needs: (name: string) => readonly string[]): Ordered {
  const order: string[] = [];
  const done = new Set<string>();
  const open: string[] = [];
  const opened = new Set<string>();

  const visit = (name: string): readonly string[] | null => {
    if (done.has(name)) return null;
    if (opened.has(name)) return [...open.slice(open.indexOf(name)), name];
    open.push(name);
    opened.add(name);
    for (const needed of needs(name)) {
      const cycle = visit(needed);
      if (cycle !== null) return cycle;
    }
    open.pop();
    opened.delete(name);
    done.add(name);
    order.push(name);
    return null;
  };

  for (const name of names) {
    const cycle = visit(name);
    if (cycle !== null) return { kind: 'cycle', names: cycle };
  }
  return { kind: 'ok', order };
}
