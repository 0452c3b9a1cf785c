import { expect, test } from 'vitest';
import { isDrawn } from '#domain/second-review.ts';

const ids = Array.from({ length: 5000 }, (_, index) => `assessment-${String(index)}`);
const drawn = (percent: number): readonly string[] => ids.filter((id) => isDrawn(id, percent));

test('[V92] the draw repeats, comes near its share, and keeps what was drawn when the share is raised', () => {
  expect(drawn(10)).toEqual(drawn(10));
  expect(Math.abs(drawn(10).length / ids.length - 0.1)).toBeLessThan(0.02);
  const more = new Set(drawn(30));
  expect(drawn(10).filter((id) => !more.has(id))).toEqual([]);
  expect(drawn(0)).toEqual([]);
  expect(drawn(100).length).toBe(ids.length);
});
