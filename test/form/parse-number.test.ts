import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNumber } from '#app/form/parse-number.ts';

describe('numbers as people type them', () => {
  test.each([
    ['12', null, 12],
    ['１２．５', null, 12.5],
    ['62.5％', '%', 62.5],
    ['62.5%', '%（营业利润率）', 62.5],
    ['1,234,567', '万元', 1_234_567],
    ['１，２３４', '台', 1234],
    ['120台', '台', 120],
    ['120 台', '台', 120],
    ['3。5', null, 3.5],
    ['−4', '%', -4],
    ['.5', null, 0.5],
    ['7.', null, 7],
  ])('[U31] %s with unit %s is %d', (text, unit, value) => {
    expect(parseNumber(text, unit)).toEqual({ kind: 'number', value });
  });

  test.each(['abc', '1.2.3', '12-3', '一百', '5台', '1,23', '1e5', '∞'])(
    '[U32] %s is kept as unreadable, never guessed',
    (text) => {
      expect(parseNumber(text, null)).toEqual({ kind: 'unreadable' });
    },
  );

  test.each(['', '  ', '　'])('[U31] "%s" is blank', (text) => {
    expect(parseNumber(text, '%')).toEqual({ kind: 'blank' });
  });

  test('[U31] every number reads back as itself, in half and full width', () => {
    const wide = (text: string): string => text.replace(/[0-9.]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 999 }), (whole, part) => {
        const value = Number(`${String(whole)}.${String(part)}`);
        expect(parseNumber(String(value), null)).toEqual({ kind: 'number', value });
        expect(parseNumber(wide(String(value)), null)).toEqual({ kind: 'number', value });
      }),
    );
  });
});
