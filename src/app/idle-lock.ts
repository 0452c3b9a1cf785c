/** Tells when nobody has touched the app for as long as the person allows. */
import { preferences } from './preferences.ts';

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'input'] as const;

/**
 * `onDue` runs again and again, a minute apart, while nobody returns. `onReturn` runs before a page that comes back after that time is
 * seen: what is on it must not show for a blink.
 */
export function watchIdle(onDue: () => void, onReturn: () => void): void {
  let last = now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = (): number => Math.max(...now().map((time, n) => time - (last[n] ?? 0)));
  const limit = (): number => Number(preferences().lockAfter) * 60_000;
  const wait = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(look, delay);
  };
  const look = (): void => {
    const left = limit() - idle();
    if (left > 0) return wait(left);
    onDue();
    wait(60_000);
  };
  const touched = (): void => {
    // A sleeping phone runs no timer: the first touch after its sleep is no sign that somebody was there all the time.
    if (idle() >= limit()) look();
    last = now();
  };
  for (const sign of signs) window.addEventListener(sign, touched, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') return wait(Math.max(0, limit() - idle()));
    if (idle() < limit()) return;
    onReturn();
    look();
  });
  wait(limit());
}

/** Wall clock and the page's own: one can be changed, the other may stop while the phone sleeps. */
function now(): readonly [number, number] {
  return [Date.now(), performance.now()];
}
