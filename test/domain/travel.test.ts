import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceBetween, orderOfTravel, placeFrom } from '#domain/travel.ts';
import type { Stop } from '#domain/travel.ts';
import type { VisitMoment } from '#domain/visit.ts';

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

test('[V5] a distance is that of the great circle', () => {
  const wuhan = { latitude: 30.5928, longitude: 114.3055 };
  const changsha = { latitude: 28.2282, longitude: 112.9388 };
  expect(Math.round(distanceBetween(wuhan, changsha) / 1000)).toBe(294);
  expect(Math.round(distanceBetween(wuhan, { ...wuhan, latitude: 30.6028 }))).toBe(1112);
});

test('[V5] it is the same both ways, none to where one is, and never more than half round the earth', () => {
  fc.assert(
    fc.property(place, place, (a, b) => {
      const metres = distanceBetween(a, b);
      expect(metres).toBeGreaterThanOrEqual(0);
      expect(metres).toBeLessThanOrEqual(20_015_200);
      expect(distanceBetween(b, a)).toBeCloseTo(metres, 3);
      expect(distanceBetween(a, a)).toBe(0);
    }),
  );
});

test('[V5] where a firm is, the last check-in tells whose position was not coarse', () => {
  const at = (time: string, accuracy: number | null): VisitMoment => ({
    at: time,
    position: accuracy === null ? null : { crs: 'WGS-84', latitude: accuracy, longitude: 114, accuracy, at: time },
    reason: null,
  });
  expect(
    placeFrom([at('2026-03-01', 20), at('2026-05-01', 30), at('2026-06-01', 900), at('2026-07-01', null), null]),
  ).toMatchObject({
    latitude: 30,
  });
  expect(placeFrom([at('2026-06-01', 900), null])).toBeNull();
});

const stop = fc.record({
  id: fc.uuid(),
  time: fc.option(fc.constantFrom('08:30', '09:00', '13:30'), { nil: null }),
  metres: fc.option(fc.nat(50_000), { nil: null }),
});

test('[V6] the nearest comes first; those nobody knows the way to follow by time, those without a time last', () => {
  fc.assert(
    fc.property(fc.array(stop, { maxLength: 12 }), (stops) => {
      const order = orderOfTravel<Stop>(stops);
      expect([...order].map(({ id }) => id).sort()).toEqual(stops.map(({ id }) => id).sort());
      const known = order.filter(({ metres }) => metres !== null);
      expect(order.slice(0, known.length)).toEqual(known);
      const far = known.map(({ metres }) => metres ?? 0);
      expect(far).toEqual(far.toSorted((a, b) => a - b));
      const times = order.slice(known.length).map(({ time }) => time ?? '~');
      expect(times).toEqual(times.toSorted());
    }),
  );
});
