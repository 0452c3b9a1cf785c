import { expect, test } from 'vitest';
import { sizeClass } from '#domain/size-class.ts';

test.each([
  [1000, 40_000, 'large'],
  [999, 40_000, 'medium'],
  [1000, 39_999, 'medium'],
  [300, 2_000, 'medium'],
  [299, 50_000, 'small'],
  [5000, 1_999, 'small'],
  [20, 300, 'small'],
  [19, 100_000, 'micro'],
  [5000, 299, 'micro'],
  [0, 0, 'micro'],
] as const)('[M3] %i persons and %i 万元 make a %s firm', (headcount, revenue, size) => {
  expect(sizeClass(headcount, revenue)).toBe(size);
});

test('[M3] the class is unknown while a figure is', () => {
  expect(sizeClass(null, 40_000)).toBeNull();
  expect(sizeClass(1000, null)).toBeNull();
  expect(sizeClass(Number.NaN, 1)).toBeNull();
});
