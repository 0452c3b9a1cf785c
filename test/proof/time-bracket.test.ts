import { expect, test } from 'vitest';
import { beaconTime, timeBracket } from '#proof/time-bracket.ts';

const [after, before] = ['2026-11-21T06:02:00.000Z', '2026-11-21T06:31:00.000Z'];
const hour = 3_600_000;

test('[B32] a phone clock within the bracket, or five minutes beside it, is an ordinary clock', () => {
  for (const at of [
    '2026-11-21T06:02:00.000Z',
    '2026-11-21T06:20:00.000Z',
    '2026-11-21T05:58:00.000Z',
    '2026-11-21T06:35:00.000Z',
  ])
    expect(timeBracket(after, before, at)).toEqual({ after, before, clockOff: 0 });
});

test('[B32] a clock three days off leaves the bracket as it is and is told by how much it is off', () => {
  expect(timeBracket(after, before, '2026-11-18T06:10:00.000Z')).toEqual({ after, before, clockOff: -72 * hour + 8 * 60_000 });
  expect(timeBracket(after, before, '2026-11-24T06:31:00.000Z')).toEqual({ after, before, clockOff: 72 * hour });
});

test('[B32] a side that nobody can tell is open', () => {
  expect(timeBracket(null, before, '2020-01-01T00:00:00.000Z').clockOff).toBe(0);
  expect(timeBracket(after, null, '2030-01-01T00:00:00.000Z').clockOff).toBe(0);
});

test('[B32] the time of a beacon is read from it, and nothing from what is none', () => {
  expect(beaconTime(`${Date.parse(after).toString(36)}.abc.sig`)).toBe(after);
  for (const none of [null, '', '...', 'Z'.repeat(40)]) expect(beaconTime(none)).toBeNull();
});
