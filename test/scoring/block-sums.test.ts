import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockSums } from '../../src/scoring/block-sums.ts';

/** Sums over `numbers`, and how many of them were added since. */
function sumsOver(numbers: readonly number[]): { readonly sums: BlockSums; readonly added: () => number } {
  let added = 0;
  const sums = new BlockSums(numbers.length, (part, into) => {
    added += 1;
    into.weighted += numbers[part] ?? 0;
    into.applicable += 1;
  });
  return { sums, added: () => added };
}

const part = fc.double({ min: -1e3, max: 1e3, noNaN: true });

test('[S24] sums kept through any changes equal sums from scratch, to the last bit', () => {
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 2500, size: 'max' }),
      fc.array(fc.record({ at: fc.nat(), to: part, read: fc.boolean() })),
      (numbers, changes) => {
        const kept = sumsOver(numbers);
        expect(kept.sums.total()).toEqual(sumsOver(numbers).sums.total());
        for (const { at, to, read } of changes) {
          if (numbers.length === 0) continue;
          numbers[at % numbers.length] = to;
          kept.sums.changed(at % numbers.length);
          if (read) expect(kept.sums.total()).toEqual(sumsOver(numbers).sums.total());
        }
        expect(kept.sums.total()).toEqual(sumsOver(numbers).sums.total());
        kept.sums.allChanged();
        expect(kept.sums.total()).toEqual(sumsOver(numbers).sums.total());
      },
    ),
    { numRuns: 40 },
  );
});

test('[S24] up to 32 parts add up in their order', () => {
  const numbers = Array.from({ length: 32 }, (_, index) => 1 / (index + 3));
  expect(sumsOver(numbers).sums.total().weighted).toBe(numbers.reduce((sum, each) => sum + each, 0));
});

test('[S24] one changed part of thousands is read again alone', () => {
  const numbers = Array.from({ length: 5000 }, (_, index) => index);
  const { sums, added } = sumsOver(numbers);
  expect(sums.total().applicable).toBe(5000);
  const before = added();
  numbers[4321] = 0;
  sums.changed(4321);
  expect(sums.total().weighted).toBe(sumsOver(numbers).sums.total().weighted);
  expect(added() - before).toBe(1);
});
