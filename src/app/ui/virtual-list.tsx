import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, untrack, type JSX } from 'solid-js';
import './virtual-list.css';

const overscan = 6;

/**
 * A long list of rows of one height that scrolls with the page; only the rows in sight (and a few around) exist. `rowHeight` is in
 * rem, so that it grows with the text size; a row that needs more than that gives its height to all.
 */
export function VirtualList(props: {
  readonly count: number;
  readonly rowHeight: number;
  readonly label: string;
  /** Called with the range in sight (end excluded) whenever it moves. */
  readonly onRange?: ((from: number, to: number) => void) | undefined;
  readonly row: (index: number) => JSX.Element;
}): JSX.Element {
  let list: HTMLUListElement | undefined;
  const [view, setView] = createSignal({ top: 0, height: window.innerHeight, rem: rootFontSize() });
  const [tallest, setTallest] = createSignal(0);
  const pixels = (): number => Math.max(props.rowHeight * view().rem, tallest());
  const sizes = new ResizeObserver((rows) => {
    const heights = rows.map(({ borderBoxSize, target }) => borderBoxSize[0]?.blockSize ?? target.clientHeight);
    // In the next frame: rows that grow while they are being measured are an error to the browser.
    requestAnimationFrame(() => setTallest((before) => Math.max(before, ...heights)));
  });
  onCleanup(() => sizes.disconnect());
  const from = createMemo(() => Math.max(0, Math.floor(view().top / pixels()) - overscan));
  const to = createMemo(() => Math.min(props.count, Math.ceil((view().top + view().height) / pixels()) + overscan));
  createEffect(() => props.onRange?.(from(), to()));
  // Rows that grow leave the one at the top of the screen where it is.
  createEffect(
    on(pixels, (now, before = now) => {
      if (now !== before) window.scrollBy(0, untrack(view).top * (now / before - 1));
    }),
  );
  const indexes = createMemo(() => {
    const first = from();
    return Array.from({ length: Math.max(0, to() - first) }, (_, offset) => first + offset);
  });
  onMount(() => {
    const look = (): void => {
      if (list === undefined) return;
      setView({ top: Math.max(0, -list.getBoundingClientRect().top), height: window.innerHeight, rem: rootFontSize() });
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    onCleanup(() => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    });
  });
  return (
    <ul
      ref={(element) => {
        list = element;
      }}
      class="virtual-list"
      aria-label={props.label}
      style={{ height: `${String(props.count * pixels())}px`, '--row-height': `${String(pixels())}px` }}
    >
      <For each={indexes()}>
        {(index) => (
          <li
            aria-setsize={props.count}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${String(index * pixels())}px)` }}
          >
            <div
              class="virtual-row"
              ref={(row) => {
                sizes.observe(row);
                onCleanup(() => sizes.unobserve(row));
              }}
            >
              {props.row(index)}
            </div>
          </li>
        )}
      </For>
    </ul>
  );
}

function rootFontSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
