import { createEffect, createMemo, createSignal, on, onCleanup, onMount, type Accessor } from 'solid-js';
import { scrollToRow, virtualWindow, type VirtualWindow } from './virtual-window.ts';

/** Height of a row and of the head, pixels at normal text size. */
const rowPixels = 64;
const headPixels = 44;
const spareRows = 8;

export type TableScroll = {
  /** Hands over the element that scrolls. */
  readonly attach: (element: HTMLElement) => void;
  readonly onScroll: (scrollTop: number) => void;
  readonly rowHeight: Accessor<number>;
  readonly inSight: Accessor<VirtualWindow>;
};

/** Where a long table stands: which rows are in sight, the current one kept among them, every other list begun at its top. */
export function createTableScroll(list: {
  readonly total: Accessor<number>;
  readonly current: Accessor<number>;
  readonly orderKey: Accessor<string>;
}): TableScroll {
  let scroller: HTMLElement | null = null;
  const scale = createTextScale();
  const rowHeight = (): number => Math.round(rowPixels * scale());
  const [scrollTop, setScrollTop] = createSignal(0);
  const [viewHeight, setViewHeight] = createSignal(800);
  const inSight = createMemo(
    () => virtualWindow(scrollTop(), viewHeight(), rowHeight(), list.total(), spareRows),
    { from: 0, to: 0 },
    { equals: (one, other) => one.from === other.from && one.to === other.to },
  );
  onMount(() => {
    const observer = new ResizeObserver(([entry]) => setViewHeight(entry?.contentRect.height ?? 800));
    if (scroller !== null) observer.observe(scroller);
    onCleanup(() => observer.disconnect());
  });
  const keepInSight = (index: number): void => {
    if (scroller === null || index < 0) return;
    const top = scrollToRow(index, scroller.scrollTop, scroller.clientHeight, rowHeight(), headPixels * scale());
    if (top !== scroller.scrollTop) scroller.scrollTop = top;
  };
  const toTop = (): void => {
    if (scroller !== null) scroller.scrollTop = 0;
  };
  createEffect(on(list.current, keepInSight, { defer: true }));
  createEffect(on(list.orderKey, toTop, { defer: true }));
  return {
    attach: (element) => {
      scroller = element;
    },
    onScroll: setScrollTop,
    rowHeight,
    inSight,
  };
}

/** The person's text size moves row heights with it. */
function createTextScale(): Accessor<number> {
  const [scale, setScale] = createSignal(1);
  onMount(() => setScale(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1));
  return scale;
}
