/** Distances in a straight line, and the order of a day's visits by them. */
import type { Position } from './evidence.ts';
import { coarsePosition } from './visit.ts';
import type { VisitMoment } from './visit.ts';

export type Place = Pick<Position, 'latitude' | 'longitude'>;

const earthMetres = 6_371_008.8;

/** Great circle, metres; WGS-84 taken as a sphere, which is off by half a percent at most. */
export function distanceBetween(from: Place, to: Place): number {
  const rad = Math.PI / 180;
  const half = (degrees: number): number => Math.sin((degrees * rad) / 2) ** 2;
  const a =
    half(to.latitude - from.latitude) +
    Math.cos(from.latitude * rad) * Math.cos(to.latitude * rad) * half(to.longitude - from.longitude);
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Where a firm is, learned from people who checked in there: the last one whose position was not coarse. Null: nobody told. */
export function placeFrom(checkIns: readonly (VisitMoment | null)[]): Place | null {
  let last: VisitMoment | null = null;
  for (const moment of checkIns) {
    if (moment === null || !isFine(moment)) continue;
    if (last === null || moment.at > last.at) last = moment;
  }
  return last?.position ?? null;
}

/** Good enough to say at which firm somebody stood. */
export function isFine({ position }: Pick<VisitMoment, 'position'>): boolean {
  return position !== null && position.accuracy <= coarsePosition;
}

export type Stop = { readonly id: string; readonly time: string | null; readonly metres: number | null };

/** Nearest first; those nobody knows the way to after them, by time, those without a time last. */
export function orderOfTravel<T extends Stop>(stops: readonly T[]): readonly T[] {
  return stops.toSorted((a, b) => {
    if (a.metres !== null && b.metres !== null && a.metres !== b.metres) return a.metres - b.metres;
    if ((a.metres === null) !== (b.metres === null)) return a.metres === null ? 1 : -1;
    const [x, y] = [`${a.time ?? '~'} ${a.id}`, `${b.time ?? '~'} ${b.id}`];
    return x < y ? -1 : Number(x > y);
  });
}
