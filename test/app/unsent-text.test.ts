import { expect, test } from 'vitest';
import { alarmLevel } from '#app/ui/unsent-text.ts';

const now = Date.parse('2026-11-21T08:00:00.000Z');
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();

test.each([
  [23.9, null],
  [24, 'hours24'],
  [71.9, 'hours24'],
  [72, 'hours72'],
  [119.9, 'hours72'],
  [120, 'days5'],
  [900, 'days5'],
] as const)('[U85] work unsent for %d hours raises %s', (hours, level) => {
  expect(alarmLevel(hoursAgo(hours), now)).toBe(level);
});

test('[U85] nothing unsent raises nothing', () => {
  expect(alarmLevel(null, now)).toBeNull();
});
