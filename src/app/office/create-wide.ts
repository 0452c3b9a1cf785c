import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether the window has room for a list of several columns beside an open assessment. */
export function createWide(): Accessor<boolean> {
  // In the person's own text size, which may be larger than the 16 px of a rem here.
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const query = matchMedia(`(min-width: ${String(74 * rem)}px)`);
  const [wide, setWide] = createSignal(query.matches);
  const look = (): void => {
    setWide(query.matches);
  };
  query.addEventListener('change', look);
  onCleanup(() => query.removeEventListener('change', look));
  return wide;
}
