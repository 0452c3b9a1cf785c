import { createSignal } from 'solid-js';
import { clockJump, type Instant } from '#domain/visit-plan.ts';

const everyMs = 10_000;

type Jump = { readonly monotonic: number; readonly by: number };

const [jumps, setJumps] = createSignal<readonly Jump[]>([]);
/** By the clock that nobody can set: since when each visit under way was looked after. */
const since = new Map<string, number>();
let before: Instant | null = null;

/** Looks after the clock from now on, for a visit under way. One watch for the life of the page. */
export function watchClock(visitId: string): void {
  if (!since.has(visitId)) since.set(visitId, performance.now());
  if (before !== null) return;
  before = instant();
  setInterval(() => look(document.visibilityState === 'hidden'), everyMs);
  // Whoever was hidden until now may have slept with the phone.
  document.addEventListener('visibilitychange', () => look(document.visibilityState === 'visible'));
}

/** Milliseconds by which the wall clock was set during a visit, 0 when it was not; positive: forward. Reactive. */
export function clockSetDuring(visitId: string): number {
  const from = since.get(visitId) ?? Infinity;
  return jumps().reduce((sum, { monotonic, by }) => (monotonic >= from ? sum + by : sum), 0);
}

function look(slept: boolean): void {
  const now = instant();
  const by = before === null ? 0 : clockJump(before, now, slept);
  before = now;
  if (by !== 0) setJumps((known) => [...known, { monotonic: now.monotonic, by }]);
}

function instant(): Instant {
  return { wall: Date.now(), monotonic: performance.now() };
}
