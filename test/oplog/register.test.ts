import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Op, Register } from '#oplog/op.ts';
import { currentValue, emptyRegister, foldOps, isSuperseded, mergeOp } from '#oplog/register.ts';
import { chainOf, histories } from './ops.ts';

function picture(registers: ReadonlyMap<string, Register>): string {
  return [...registers]
    .map(([key, { heads }]) => [key, ...heads.map(({ hash }) => hash)].join(' '))
    .sort()
    .join('\n');
}

test('[O1] the heads are those ops that no other op names', () => {
  const a = chainOf('device-a');
  const b = chainOf('device-b');
  const first = a.write({ value: 1 });
  const mine = a.write({ value: 2 }, [first.hash]);
  const theirs = b.write({ value: 3 }, [first.hash]);
  const [register] = foldOps([first, mine, theirs]).values();
  expect(register?.heads.map(({ hash }) => hash).sort()).toEqual([mine.hash, theirs.hash].sort());
});

test('[O2] one head is clean, equal heads merge, differing heads are a conflict until one op names them all', () => {
  const a = chainOf('device-a');
  const b = chainOf('device-b');
  const one = a.write({ value: ['x', 'y'] });
  expect(currentValue(emptyRegister(one))).toEqual({ kind: 'empty' });
  expect(currentValue([...foldOps([one]).values()][0])).toMatchObject({ kind: 'clean', value: ['x', 'y'] });
  const same = b.write({ value: ['x', 'y'] });
  expect(currentValue([...foldOps([one, same]).values()][0])).toMatchObject({ kind: 'merged-equal', value: ['x', 'y'] });
  const other = b.write({ value: 'z' }, [same.hash]);
  expect(currentValue([...foldOps([one, same, other]).values()][0])).toMatchObject({ kind: 'conflict' });
  const settled = a.write({ kind: 'resolve', value: 'w' }, [one.hash, other.hash]);
  expect(currentValue([...foldOps([one, same, other, settled]).values()][0])).toMatchObject({ kind: 'clean', value: 'w' });
});

test('[O3] a re-issued op takes the place of the one it replaces, whichever comes first', () => {
  const a = chainOf('device-a');
  const b = chainOf('device-b');
  const c = chainOf('device-c');
  const old = a.write({ value: 1 });
  const again = b.write({ value: 1 }, [], old.hash);
  const later = c.write({ value: 2 }, [old.hash]);
  for (const order of [
    [old, again, later],
    [again, later, old],
    [later, again, old],
    [later, old, again],
  ]) {
    const [register] = foldOps(order).values();
    expect(register?.heads.map(({ hash }) => hash)).toEqual([later.hash]);
  }
});

test('[O4] [promise 7] arrival order does not matter', () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), (ops, chance) => {
      const shuffled = ops.map((op) => ({ op, at: chance.next().value ?? 0 })).sort((x, y) => x.at - y.at);
      expect(picture(foldOps(shuffled.map(({ op }) => op)))).toBe(picture(foldOps(ops)));
    }),
  );
});

test('[O5] folding an op again changes nothing', () => {
  fc.assert(
    fc.property(histories, fc.nat({ max: 30 }), (ops, index) => {
      const again = ops[index % ops.length] as Op;
      expect(picture(foldOps([...ops, again]))).toBe(picture(foldOps(ops)));
    }),
  );
});

test('[O6] [promise 5] no value disappears unless a later op named it', () => {
  fc.assert(
    fc.property(histories, (ops) => {
      const heads = new Set([...foldOps(ops).values()].flatMap((register) => register.heads.map(({ hash }) => hash)));
      const named = new Set(ops.flatMap(({ parents, was }) => (was === null ? parents : [...parents, was])));
      for (const { hash, was } of ops) expect(heads.has(hash) || named.has(hash) || (was !== null && named.has(was))).toBe(true);
    }),
  );
});

test('[O7] [promise 8] clocks decide nothing', () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.integer({ min: 0, max: 1e9 })), (ops, chance) => {
      const elsewhen = ops.map((op) => ({ ...op, hlc: String(chance.next().value), wallTime: '1970-01-01T00:00:00.000Z' }));
      expect(picture(foldOps(elsewhen))).toBe(picture(foldOps(ops)));
    }),
  );
});

test('[O8] merging one by one with what is known so far equals the replay', () => {
  fc.assert(
    fc.property(histories, (ops) => {
      const field = ops[0]?.field ?? '';
      const mine = ops.filter((op) => op.field === field);
      const parents = new Set<string>();
      const replaced = new Set<string>();
      let register = emptyRegister(mine[0] as Op);
      for (const op of mine) {
        register = mergeOp(register, op, isSuperseded(op, parents, replaced));
        for (const parent of op.parents) parents.add(parent);
        if (op.was !== null) replaced.add(op.was);
      }
      const [folded] = foldOps(mine).values();
      expect(register.heads).toEqual(folded?.heads);
    }),
  );
});
