import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleRows } from '#app/form/repeat-window.ts';

describe('long lists', () => {
  test('[U41] the rows in the document do not grow with the list', () => {
    const rendered = (count: number): number => {
      const { first, last } = visibleRows(count, 116, 4_000, 844);
      return last - first + 1;
    };
    expect(rendered(500)).toBe(rendered(5_000));
    expect(rendered(500)).toBeLessThan(25);
  });

  test('[U41] every row on screen is in the document, wherever one scrolls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 0, max: 300_000 }), (count, top) => {
        const height = 116;
        const { first, last } = visibleRows(count, height, top, 844);
        const firstOnScreen = Math.min(count - 1, Math.floor(top / height));
        const lastOnScreen = Math.min(count - 1, Math.floor((top + 843) / height));
        expect(first).toBeLessThanOrEqual(firstOnScreen);
        expect(last).toBeGreaterThanOrEqual(lastOnScreen);
        expect(last).toBeLessThan(count);
      }),
    );
  });
});
