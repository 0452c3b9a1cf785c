import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** The present time in milliseconds, moving every half minute: what 'three hours ago' is measured from. */
export function createNow(): Accessor<number> {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), 30_000);
  onCleanup(() => clearInterval(timer));
  return now;
}
