import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether the window has room for a list of several columns beside an open assessment. */
export function createWide(): Accessor<boolean> {
  const query = matchMedia('(min-width: 1181px)');
  const [wide, setWide] = createSignal(query.matches);
  const look = (): void => {
    setWide(query.matches);
  };
  query.addEventListener('change', look);
  onCleanup(() => query.removeEventListener('change', look));
  return wide;
}
