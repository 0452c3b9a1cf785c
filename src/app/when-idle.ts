import { onCleanup } from 'solid-js';

/** In the next idle moment, at the latest after 200 ms, unless its owner is gone by then. */
export function whenIdle(run: () => void): void {
  const idle = typeof requestIdleCallback === 'function' ? requestIdleCallback(run, { timeout: 200 }) : setTimeout(run, 30);
  onCleanup(() => (typeof cancelIdleCallback === 'function' ? cancelIdleCallback(idle) : clearTimeout(idle)));
}
