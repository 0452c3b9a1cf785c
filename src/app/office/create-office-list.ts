import { useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import { defaultSort, readQuery, writeFilter, writeSort, type OfficeFilter, type OfficeSort } from '#protocol/office-query.ts';
import type { OfficeRow } from '#protocol/office-wire.ts';
import { createRowPages, type RowPages } from './create-row-pages.ts';
import { isTyping } from './is-typing.ts';
import { noteListAddress } from './list-address.ts';
import type { VirtualWindow } from './virtual-window.ts';

export type OfficeList = {
  readonly filter: Accessor<OfficeFilter>;
  readonly sort: Accessor<OfficeSort>;
  /** Changes with filter and order, and with nothing else. */
  readonly orderKey: Accessor<string>;
  readonly setFilter: (change: Partial<OfficeFilter>) => void;
  readonly clearFilter: () => void;
  readonly setSort: (sort: OfficeSort) => void;
  readonly pages: RowPages;
  readonly setWindow: (window: VirtualWindow) => void;
  /** Row that the keyboard is on, -1 for none. */
  readonly current: Accessor<number>;
  readonly focusTurn: Accessor<number>;
  readonly openId: Accessor<string | null>;
  readonly open: (index: number, row: OfficeRow) => void;
  readonly close: () => void;
  /** To the row `by` further on; opens it in the panel when the panel is open. */
  readonly move: (by: number) => void;
  readonly hrefOf: (row: OfficeRow) => string;
};

/** The list's state: filter, order and open assessment live in the address, so that a view can be kept and sent. */
export function createOfficeList(): OfficeList {
  const [parameters] = useSearchParams<Record<string, string>>();
  const navigate = useNavigate();
  const text = createMemo(() => new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, value ?? ''])));
  const order = createMemo(() => {
    const { query } = readQuery(text());
    const { offset: _offset, limit: _limit, ...rest } = query;
    return rest;
  });
  // What was opened stays out of the list's identity: opening must not read the list again.
  const orderText = createMemo(() => `${new URLSearchParams(writeFilter(order())).toString()}|${writeSort(order().sort)}`);
  const stable = createMemo<ReturnType<typeof order>>((last) =>
    last !== undefined && sameOrder(last, orderText()) ? last : order(),
  );
  const openId = createMemo(() => text().get('open'));
  createEffect(() => noteListAddress(addressOf(stable(), stable().sort, openId())));
  const [window_, setWindow] = createSignal<VirtualWindow>({ from: 0, to: 0 });
  const [current, setCurrent] = createSignal(-1);
  const [focusTurn, setFocusTurn] = createSignal(0);
  const pages = createRowPages(stable, window_);

  const go = (filter: OfficeFilter, sort: OfficeSort, open: string | null): void => {
    navigate(addressOf(filter, sort, open), { replace: true, scroll: false });
  };
  const open = (index: number, row: OfficeRow): void => {
    setCurrent(index);
    go(order(), order().sort, row.assessmentId);
  };
  const close = (): void => {
    go(order(), order().sort, null);
    setFocusTurn((turn) => turn + 1);
  };
  /** A link that opens an assessment says nothing of its place: it is looked up among the rows at hand. */
  const at = (): number => {
    if (current() >= 0 || openId() === null) return current();
    const { from, to } = window_();
    for (let index = from; index < to; index += 1) if (pages.row(index)?.assessmentId === openId()) return index;
    return -1;
  };
  const move = (by: number): void => {
    const total = pages.total() ?? 0;
    if (total === 0) return;
    const next = Math.min(total - 1, Math.max(0, at() + by));
    setCurrent(next);
    const row = pages.row(next);
    if (openId() !== null && row !== null) open(next, row);
  };

  onMount(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'Escape' && openId() !== null) close();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });

  return {
    filter: stable,
    sort: () => stable().sort,
    orderKey: orderText,
    setFilter: (change) => {
      setCurrent(-1);
      go({ ...order(), ...change }, order().sort, openId());
    },
    clearFilter: () => {
      setCurrent(-1);
      go(readQuery(new URLSearchParams()).query, order().sort, openId());
    },
    setSort: (sort) => {
      setCurrent(-1);
      go(order(), sort, openId());
    },
    pages,
    setWindow,
    current,
    focusTurn,
    openId,
    open,
    close,
    move,
    hrefOf: (row) => `/office/assessments/${encodeURIComponent(row.assessmentId)}`,
  };
}

function addressOf(filter: OfficeFilter, sort: OfficeSort, open: string | null): string {
  const parameters = new URLSearchParams(writeFilter(filter));
  if (writeSort(sort) !== writeSort(defaultSort)) parameters.set('sort', writeSort(sort));
  if (open !== null) parameters.set('open', open);
  const query = parameters.toString();
  return `/office${query === '' ? '' : `?${query}`}`;
}

function sameOrder(last: OfficeFilter & { readonly sort: OfficeSort }, text: string): boolean {
  return `${new URLSearchParams(writeFilter(last)).toString()}|${writeSort(last.sort)}` === text;
}
