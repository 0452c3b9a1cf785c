import { createMemo, createSignal, For, onCleanup, onMount, type JSX } from 'solid-js';
import './virtual-list.css';

const overscan = 6;

/**
 * A long list of rows of one height that scrolls with the page; only the rows in sight (and a few around) exist. `rowHeight` is in
 * rem, so that it grows with the text size.
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
  const pixels = (): number => props.rowHeight * view().rem;
  const range = createMemo(
    () => {
      const from = Math.max(0, Math.floor(view().top / pixels()) - overscan);
      const to = Math.min(props.count, Math.ceil((view().top + view().height) / pixels()) + overscan);
      props.onRange?.(from, to);
      return { from, to };
    },
    undefined,
    { equals: (a, b) => a.from === b.from && a.to === b.to },
  );
  const indexes = (): readonly number[] => Array.from({ length: Math.max(0, range().to - range().from) }, (_, offset) => range().from + offset);
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
      ref={list}
      class="virtual-list"
      aria-label={props.label}
      style={{ height: `${String(props.count * pixels())}px`, '--row-height': `${String(pixels())}px` }}
    >
      <For each={indexes()}>
        {(index) => (
          <li aria-setsize={props.count} aria-posinset={index + 1} style={{ transform: `translateY(${String(index * pixels())}px)` }}>
            {props.row(index)}
          </li>
        )}
      </For>
    </ul>
  );
}

function rootFontSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
