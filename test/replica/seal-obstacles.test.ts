import { expect, test } from 'vitest';
import type { EntityKind, Head, Register } from '#oplog/op.ts';
import { sealObstacles } from '#replica/seal-obstacles.ts';
import type { EntityId, Sha256 } from '#shared/ids.ts';

const [a, b] = ['a'.repeat(64) as Sha256, 'b'.repeat(64) as Sha256];
const register = (entity: EntityKind, entityId: string, name: string, ...values: readonly unknown[]): Register => ({
  entity,
  entityId: entityId as EntityId,
  register: name,
  heads: values.map(
    (value, index) =>
      ({
        hash: `${entityId}${name}${String(index)}`,
        kind: 'set',
        value,
        reason: null,
        was: null,
        device: 'd',
        author: 'p',
        hlc: '',
        wallTime: '',
      }) as Head,
  ),
});
const photo = register('evidence', 'e1', '@create', { sha256: a });

test('[promise 13] an assessment whose attachments are stored with matching hash and that has no open conflict may be sealed', () => {
  const registers = [photo, register('assessment', 'x', 'self/q', 1), register('assessment', 'x', 'verified/q', 2, 2)];
  expect(sealObstacles(registers, new Map([['e1', a]]))).toEqual([]);
  expect(sealObstacles([], new Map())).toEqual([]);
});

test('[promise 13] a photo that has not arrived, or is stored with another hash, keeps it from being sealed', () => {
  expect(sealObstacles([photo], new Map())).toEqual([{ kind: 'missing', evidence: 'e1' }]);
  expect(sealObstacles([photo], new Map([['e1', b]]))).toEqual([{ kind: 'hash', evidence: 'e1' }]);
});

test('[promise 13] an open conflict keeps it from being sealed, on either side, in a row, or in a caption', () => {
  for (const name of ['self/q', 'verified/q', 'self/rows/r1/q', 'caption'])
    expect(sealObstacles([register('assessment', 'x', name, 1, 2)], new Map())).toEqual([
      { kind: 'conflict', entityId: 'x', register: name },
    ]);
});

test('[promise 13] what was removed stands in nobody’s way', () => {
  const removed = [
    photo,
    register('evidence', 'e1', '@void', null),
    register('evidence', 'e1', 'caption', 1, 2),
    register('row', 'r1', '@void', null),
    register('assessment', 'x', 'self/rows/r1/q', 1, 2),
  ];
  expect(sealObstacles(removed, new Map())).toEqual([]);
});
