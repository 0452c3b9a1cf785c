import { createMemo, createSignal, mapArray, type Accessor } from 'solid-js';
import type { VisitRow } from '#protocol/visits-wire.ts';
import type { Problem } from '#shared/problems.ts';
import { createServerQuery } from './create-server-query.ts';
import { readVisits, type VisitFilter } from './visits-api.ts';

export type VisitPages = {
  /** Those of the pages that are here, in order; null until the first is. */
  readonly visits: Accessor<readonly VisitRow[] | null>;
  /** Of all pages. */
  readonly total: Accessor<number>;
  readonly loading: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  /** One page more. */
  readonly next: () => void;
  readonly again: () => void;
};

/** Each page begins where the one before it ends now: a visit that was put off meanwhile is neither missing nor there twice. */
export function createVisitPages(filter: Accessor<VisitFilter>): VisitPages {
  const key = createMemo(() => Object.values(filter()).map((part) => part ?? ''));
  const [opened, setOpened] = createSignal({ of: '', pages: 1 });
  const count = (): number => (opened().of === key().join() ? opened().pages : 1);
  const made: ReturnType<typeof createPage>[] = [];
  const createPage = (page: number) => {
    const after = (): string | null => made[page - 1]?.value()?.next ?? null;
    return createServerQuery(() => {
      const [given, place] = [filter(), after()];
      return {
        key: page > 0 && place === null ? null : ['visits', ...key(), place ?? ''],
        load: (signal) => readVisits(given, place, signal),
      };
    });
  };
  const pages = mapArray(
    () => Array.from({ length: count() }, (_, page) => page),
    (page) => (made[page] = createPage(page)),
  );
  const ready = createMemo(() => pages().flatMap(({ value }) => value() ?? []));
  return {
    visits: () => (ready().length === 0 ? null : ready().flatMap(({ visits }) => visits)),
    total: () => ready()[0]?.total ?? 0,
    loading: () => pages().some(({ read }) => read().kind === 'loading'),
    problem: () =>
      pages()
        .find(({ failed }) => failed() !== null)
        ?.failed() ?? null,
    next: () => setOpened({ of: key().join(), pages: count() + 1 }),
    again: () => {
      for (const { again } of pages()) again();
    },
  };
}
