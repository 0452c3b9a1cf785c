import { createMemo, createSignal, mapArray, type Accessor } from 'solid-js';
import type { OfficeFilter, OfficeSort } from '#protocol/office-query.ts';
import { defaultPageSize, writeQuery } from '#protocol/office-query.ts';
import type { OfficeRow } from '#protocol/office-wire.ts';
import type { Problem } from '#shared/problems.ts';
import { readList } from './office-api.ts';
import { createServerQuery } from './create-server-query.ts';
import { pagesOf, type VirtualWindow } from './virtual-window.ts';

export type RowPages = {
  /** Null until the first page is there. */
  readonly total: Accessor<number | null>;
  /** Null while the row's page is on its way. */
  readonly row: (index: number) => OfficeRow | null;
  readonly refreshing: Accessor<boolean>;
  /** Why nothing can be shown. */
  readonly problem: Accessor<Problem | null>;
  /** What is on screen could not be refreshed; the time it is from. */
  readonly staleSince: Accessor<number | null>;
  readonly again: () => void;
};

const pageSize = defaultPageSize;

/** The pages of the list that the window touches, read as it moves and kept for a while. */
export function createRowPages(
  order: Accessor<OfficeFilter & { readonly sort: OfficeSort }>,
  window: Accessor<VirtualWindow>,
): RowPages {
  const [lastTotal, setLastTotal] = createSignal<number | null>(null);
  // The first page is always wanted: it knows the total.
  const wanted = createMemo<readonly number[]>(() => [...new Set([0, ...pagesOf(window(), pageSize)])], [0], {
    equals: (one, other) => one.join() === other.join(),
  });
  const pages = mapArray(wanted, (page) => {
    const query = createMemo(() => ({ ...order(), offset: page * pageSize, limit: pageSize }));
    const read = createServerQuery(() => ({
      key: ['list', ...writeQuery(query()).map((pair) => pair.join('='))],
      load: (signal) => readList(query(), signal),
    }));
    return { page, ...read };
  });
  const byPage = createMemo(() => new Map(pages().map((entry) => [entry.page, entry])));
  const first = createMemo(() => byPage().get(0)?.read() ?? { kind: 'loading' as const });
  const total = createMemo(() => {
    const read = first();
    if (read.kind === 'ready') {
      setLastTotal(read.value.total);
      return read.value.total;
    }
    return read.kind === 'loading' ? lastTotal() : null;
  });
  return {
    total,
    row: (index) => {
      const read = byPage()
        .get(Math.floor(index / pageSize))
        ?.read();
      return read?.kind === 'ready' ? (read.value.rows[index % pageSize] ?? null) : null;
    },
    refreshing: () => pages().some(({ read }) => refreshingOf(read())),
    problem: () => {
      const failed = pages()
        .map(({ read }) => read())
        .find((read) => read.kind === 'failed');
      return failed?.kind === 'failed' ? failed.problem : null;
    },
    staleSince: () => {
      const read = first();
      return read.kind === 'ready' && read.problem !== null && !read.refreshing ? read.readAt : null;
    },
    again: () => {
      for (const { again } of pages()) again();
    },
  };
}

function refreshingOf(read: { readonly kind: string; readonly refreshing?: boolean }): boolean {
  return read.kind === 'loading' || read.refreshing === true;
}
