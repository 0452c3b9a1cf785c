import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafText, readLeaf } from '#proof/log-leaf.ts';
import { merkleTree, rootOfPath } from '#proof/merkle.ts';

const leaves = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 40 });
const sha = (...parts: readonly (string | Buffer)[]): Buffer =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest();

test('[B30] the root is that of RFC 6962: leaves under 0, nodes under 1, the left part a power of two', () => {
  const [zero, one] = [Buffer.from([0]), Buffer.from([1])];
  const [a, b, c] = ['甲', 'b', 'c'].map((leaf) => sha(zero, leaf)) as [Buffer, Buffer, Buffer];
  expect(merkleTree([]).root).toBe(sha('').toString('hex'));
  expect(merkleTree(['甲']).root).toBe(a.toString('hex'));
  expect(merkleTree(['甲', 'b', 'c']).root).toBe(sha(one, sha(one, a, b), c).toString('hex'));
});

test('[B30] every leaf leads to the root by its path, and at no other place', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), fc.nat(), (texts, pick, other) => {
      const at = pick % texts.length;
      const path = merkleTree(texts).path(at);
      const leaf = texts[at] ?? '';
      expect(rootOfPath(leaf, at, texts.length, path)).toBe(merkleTree(texts).root);
      const elsewhere = other % texts.length;
      if (texts[elsewhere] !== leaf) expect(rootOfPath(leaf, elsewhere, texts.length, path)).not.toBe(merkleTree(texts).root);
    }),
  );
});

test('[B30] another leaf, another hash on the way, or a path of another length leads elsewhere', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), fc.string({ unit: 'grapheme' }), (texts, pick, other) => {
      const at = pick % texts.length;
      const path = merkleTree(texts).path(at);
      const root = merkleTree(texts).root;
      if (other !== texts[at]) expect(rootOfPath(other, at, texts.length, path)).not.toBe(root);
      const [first, ...rest] = path;
      if (first !== undefined) {
        const turned = `${first.startsWith('0') ? '1' : '0'}${first.slice(1)}`;
        expect(rootOfPath(texts[at] ?? '', at, texts.length, [turned, ...rest])).not.toBe(root);
        expect(rootOfPath(texts[at] ?? '', at, texts.length, rest)).toBeNull();
      }
      expect(rootOfPath(texts[at] ?? '', at, texts.length, [...path, root])).toBeNull();
      expect(rootOfPath(texts[at] ?? '', texts.length, texts.length, path)).toBeNull();
    }),
  );
});

test('[B31] a leaf reads back as what was written, and no other text is one', () => {
  const all = [
    { kind: 'seal', number: 3, root: 'ab' },
    { kind: 'audit', number: 7, hash: 'cd' },
    { kind: 'evidence', evidenceId: 'e', sha256: 'ef', size: 12, committedAt: '2026-11-21T06:00:00.000Z' },
    { kind: 'chain', device: 'd', seq: 9, hash: '01' },
    { kind: 'assessment', assessment: 'a', gsn: 4, root: '23' },
  ] as const;
  for (const leaf of all) expect(readLeaf(leafText(leaf))).toEqual(leaf);
  for (const text of ['', '{}', '[]', '["audit",7]', '["audit",7,"cd","more"]', '["audit", 7,"cd"]', '["other",1,"x"]'])
    expect(readLeaf(text)).toBeNull();
});
