import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockJump, forecastStorage, missingRoles, monthsLater } from '#domain/visit-plan.ts';

test.each([
  ['2026-11-21', 3, '2027-02-21'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2027-11-30', 3, '2028-02-29'],
  ['2026-12-31', 1, '2027-01-31'],
  ['2026-08-31', 1, '2026-09-30'],
  ['2026-05-15', 12, '2027-05-15'],
])('[V7] %s and %i months give %s', (date, months, expected) => {
  expect(monthsLater(date, months)).toBe(expected);
});

test('[V7] the next visit lies so many months on, never on a later day of the month', () => {
  const days = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 60 }), (day, months) => {
      const date = day.toISOString().slice(0, 10);
      const next = monthsLater(date, months);
      const count = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
      expect(count(next) - count(date)).toBe(months);
      expect(Number(next.slice(8))).toBeLessThanOrEqual(Number(date.slice(8)));
    }),
  );
});

test('[V8] management, departments and the front line are wanted where something is assessed', () => {
  expect(missingRoles('assessment', [{ role: 'department' }, { role: 'visitor' }])).toEqual(['management', 'front-line']);
  expect(missingRoles('service', [])).toEqual([]);
});

test('[V9] photos fit or do not, or the browser does not tell', () => {
  expect(forecastStorage(20, 49)).toEqual({ wanted: 50, left: 49, verdict: 'short' });
  expect(forecastStorage(20, 50).verdict).toBe('enough');
  expect(forecastStorage(20, null).verdict).toBe('unknown');
});

test('[V45] a wall clock that was set is told, a phone that slept is not', () => {
  const before = { wall: 1_000_000, monotonic: 5_000 };
  const later = (wall: number, monotonic: number) => ({ wall: before.wall + wall, monotonic: before.monotonic + monotonic });
  expect(clockJump(before, later(30_000, 30_000), false)).toBe(0);
  expect(clockJump(before, later(3_630_000, 30_000), false)).toBe(3_600_000);
  expect(clockJump(before, later(3_630_000, 30_000), true)).toBe(0);
  expect(clockJump(before, later(-570_000, 30_000), true)).toBe(-600_000);
});
