import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { versionedList } from '../../src/scoring/versioned-list.ts';

test('[S25] a version reads as the list was when it was taken, whenever and however often it is read', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('set' as const), at: fc.nat(9), to: fc.nat(99) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('take' as const), at: fc.constant(0), to: fc.constant(0) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const expected = Array.from({ length: 10 }, (_, index) => index);
      const list = versionedList([...expected]);
      const taken: { readonly was: readonly number[]; readonly read: () => readonly number[] }[] = [];
      for (const { kind, at, to } of steps) {
        if (kind === 'take') taken.push({ was: [...expected], read: list.version() });
        else {
          expected[at] = to;
          list.set(at, to);
        }
        expect(list.at(at)).toBe(expected[at]);
        for (const { was, read } of taken) expect(read()).toEqual(was);
      }
    }),
  );
});
