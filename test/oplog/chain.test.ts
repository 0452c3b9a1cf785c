import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOp, hashOpWithheld, valueHash } from '#oplog/hash-op.ts';
import { reissueOp } from '#oplog/make-op.ts';
import type { Op } from '#oplog/op.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import { chainOf } from './ops.ts';

function threeOps(): readonly Op[] {
  const chain = chainOf('device-a');
  const first = chain.write({ kind: 'create', field: null, value: { enterprise: '某厂' } });
  chain.write({ value: 41.5 }, [first.hash]);
  chain.write({ value: ['a', 'b'], reason: '现场核对', basis: { id: 'rate', period: '2025' } });
  return chain.ops;
}

test('[O10] a chain as it was written is whole', () => {
  expect(verifyChain(threeOps())).toBeNull();
  expect(verifyChain([])).toBeNull();
});

test('[O11] [promise 10] a changed byte anywhere in a chain is found', () => {
  const ops = threeOps();
  const text = JSON.stringify(ops);
  let changed = 0;
  for (let at = 0; at < text.length; at += 1) {
    const here = text[at] ?? '';
    const other = /\d/u.test(here) ? String((Number(here) + 1) % 10) : here === 'x' ? 'y' : 'x';
    const tampered = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
    let parsed: readonly Op[];
    try {
      parsed = JSON.parse(tampered) as readonly Op[];
    } catch {
      continue;
    }
    // A changed key is a missing one, which the wire schema refuses; here every value is changed in turn.
    if (
      parsed.some(
        (op) =>
          Object.keys(op).sort().join() !==
          Object.keys(ops[0] ?? {})
            .sort()
            .join(),
      )
    )
      continue;
    changed += 1;
    expect(verifyChain(parsed), tampered.slice(Math.max(0, at - 30), at + 30)).not.toBeNull();
  }
  expect(changed).toBeGreaterThan(600);
});

test('[O12] an op left out, doubled, or of another device is found', () => {
  const [a, b, c] = threeOps();
  if (a === undefined || b === undefined || c === undefined) throw new Error('three ops');
  const other = chainOf('device-b').write({});
  expect(verifyChain([a, c])).toMatchObject({ kind: 'gap', seq: 3 });
  expect(verifyChain([a, b, b])).toMatchObject({ kind: 'gap' });
  expect(verifyChain([b, c])).toMatchObject({ kind: 'gap' });
  expect(verifyChain([a, other])).toMatchObject({ kind: 'device' });
  expect(verifyChain([b, c], { seq: 1, hash: a.hash })).toBeNull();
  expect(verifyChain([b, c], { seq: 1, hash: b.hash })).toMatchObject({ kind: 'prev' });
});

test('[O13] a withheld value breaks no chain: its hash is enough', () => {
  for (const op of threeOps()) {
    expect(hashOpWithheld(op, valueHash(op.salt, op.value))).toBe(op.hash);
    expect(hashOpWithheld(op, valueHash('other salt', op.value))).not.toBe(op.hash);
  }
});

test('[O14] the hash is SHA-256 over sorted keys with the value replaced by SHA-256(salt + value)', () => {
  const [, op] = threeOps();
  if (op === undefined) throw new Error('an op');
  const sha = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
  const { hash, ...rest } = op;
  const sorted = Object.keys(rest).sort();
  const body = JSON.stringify({ ...rest, value: sha(`${op.salt}41.5`) }, sorted);
  expect(sha(body)).toBe(hash);
});

test('[O15] a re-issued op says what it was and names its parents by their old and their new names', () => {
  const [a, b] = threeOps();
  if (a === undefined || b === undefined) throw new Error('two ops');
  const fresh = chainOf('device-z').write({});
  const again = reissueOp(b, { device: fresh.device, seq: 2, prev: fresh.hash, was: b.hash }, new Map([[a.hash, fresh.hash]]));
  expect(again).toMatchObject({ was: b.hash, parents: [a.hash, fresh.hash].sort(), value: b.value, step: b.step, salt: b.salt });
  expect(verifyChain([fresh, again])).toBeNull();
});

test('[O16] the hash does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 2 }), (value) => {
      const op = chainOf('device-a').write({ value: value as never });
      const reversed = Object.fromEntries(Object.entries(op).reverse()) as unknown as Op;
      expect(hashOp(reversed)).toBe(op.hash);
    }),
  );
});
