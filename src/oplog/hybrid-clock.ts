/**
 * Hybrid logical clock `<ms>:<counter>:<device>`, fixed width so that text order is time order. It orders displays only: nothing
 * is decided by it, so it never refuses a clock, however wrong.
 */
import type { DeviceId } from '#shared/ids.ts';

export const hlcZero = '000000000000000:00000';

/** The next reading after `last`, never smaller, whatever the wall clock says. */
export function tick(last: string, now: number, device: DeviceId): string {
  const before = read(last);
  const wall = clamp(now);
  if (wall > before.ms) return write(wall, 0, device);
  return before.counter < 99_999 ? write(before.ms, before.counter + 1, device) : write(before.ms + 1, 0, device);
}

/** Takes in a reading of another device; one far ahead of the own clock is followed by 5 minutes only. */
export function observe(last: string, seen: string, now: number): string {
  const mine = read(last);
  const other = read(seen);
  const limit = clamp(now) + 300_000;
  const ms = Math.min(other.ms, Math.max(limit, mine.ms));
  if (ms < mine.ms || (ms === mine.ms && other.counter <= mine.counter)) return last;
  return write(ms, ms === other.ms ? other.counter : 0, (last.split(':')[2] ?? '') as DeviceId);
}

function read(hlc: string): { readonly ms: number; readonly counter: number } {
  const [ms, counter] = hlc.split(':');
  return { ms: clamp(Number(ms)), counter: clamp(Number(counter)) };
}

function write(ms: number, counter: number, device: DeviceId): string {
  return `${String(ms).padStart(15, '0')}:${String(counter).padStart(5, '0')}:${device}`;
}

function clamp(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.min(Math.floor(value), 999_999_999_999_999) : 0;
}
