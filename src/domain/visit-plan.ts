/** What follows from a visit's plan by the calendar alone. */
import type { ParticipantRole, VisitPurpose } from './visit.ts';

/** The same day so many months later; the last of the month where it has no such day. `2026-11-30` and 3 give `2027-02-28`. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, days));
  return first.toISOString().slice(0, 10);
}

/** Whom the outcome review wants to have heard: 管理层、业务部门、一线. */
const wanted: readonly ParticipantRole[] = ['management', 'department', 'front-line'];

/** Roles that nobody present has yet. A service call asks for nobody in particular. */
export function missingRoles(
  purpose: VisitPurpose,
  participants: readonly { readonly role: ParticipantRole }[],
): readonly ParticipantRole[] {
  if (purpose === 'service') return [];
  return wanted.filter((role) => !participants.some((each) => each.role === role));
}

export type StorageForecast = {
  /** Photos that the clauses with evidence will take. */
  readonly wanted: number;
  /** Photos that fit; null: the browser does not tell. */
  readonly left: number | null;
  readonly verdict: 'enough' | 'short' | 'unknown';
};

const photosEach = 2;
/** Workshop, gate, licence: what nobody's list names. */
const photosBesides = 10;

/** Whether a visit's photos will fit, from the number of clauses that want evidence. */
export function forecastStorage(clauses: number, photosLeft: number | null): StorageForecast {
  const photos = clauses * photosEach + photosBesides;
  return {
    wanted: photos,
    left: photosLeft,
    verdict: photosLeft === null ? 'unknown' : photosLeft < photos ? 'short' : 'enough',
  };
}

/** A moment by the wall clock and by one that nobody can set, milliseconds. */
export type Instant = { readonly wall: number; readonly monotonic: number };

const tolerated = 60_000;

/**
 * Milliseconds by which the wall clock was set between two moments, 0 when it was not; positive: forward. A phone that slept has stopped
 * its monotonic clock as well, so that only going back can be told then.
 */
export function clockJump(before: Instant, now: Instant, slept: boolean): number {
  const jump = now.wall - before.wall - (now.monotonic - before.monotonic);
  if (Math.abs(jump) < tolerated || (slept && jump > 0)) return 0;
  return jump;
}
