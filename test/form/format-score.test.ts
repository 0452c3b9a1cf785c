import { describe, expect, test } from 'vitest';
import { formatGate, formatScore } from '#app/form/format-score.ts';

describe('numbers of the result', () => {
  test.each([
    [48.25, '48.3'],
    [8.45, '8.5'],
    [49.96, '50.0'],
    [0, '0.0'],
    [100, '100.0'],
    [59.949999, '59.9'],
  ])('[U39] %d is shown as %s: one decimal, half up', (score, text) => {
    expect(formatScore(score)).toBe(text);
  });

  test('[U39] a gate is shown as the definition writes it', () => {
    expect([50, 62.5].map(formatGate)).toEqual(['50', '62.5']);
  });
});
