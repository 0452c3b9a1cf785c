import { expect, test } from 'vitest';
import { addMonths, daysBetween } from '#app/actions/due-day.ts';

test('[V39] a month on is the same day, or the last of a shorter month', () => {
  expect(addMonths('2026-11-21', 1)).toBe('2026-12-21');
  expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
  expect(addMonths('2027-12-31', 2)).toBe('2028-02-29');
  expect(addMonths('2026-10-31', 14)).toBe('2027-12-31');
});

test('[V39] days count from midnight to midnight, over a change of clocks and of years', () => {
  expect(daysBetween('2026-11-21', '2026-11-21')).toBe(0);
  expect(daysBetween('2026-11-21', '2026-11-20')).toBe(-1);
  expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1);
  expect(daysBetween('2026-03-01', '2026-11-01')).toBe(245);
});
