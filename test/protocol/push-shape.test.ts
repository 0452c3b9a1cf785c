import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPushRequest } from '#protocol/push-shape.ts';
import { pushRequestSchema } from '#protocol/sync-wire.ts';

const hash = 'a'.repeat(64);
const op = {
  schema: 1,
  device: 'd1',
  seq: 1,
  kind: 'set',
  entity: 'assessment',
  entityId: 'e1',
  field: 'self/q',
  salt: 's',
  value: { a: [1, 'x', null, true] },
  parents: [hash],
  seen: null,
  step: 's1',
  reason: null,
  basis: null,
  beacon: null,
  was: null,
  hlc: '0:0:d1',
  wallTime: 't',
  monotonic: 1.5,
  author: 'p1',
  definition: hash,
  prev: null,
  hash,
};
const request = { proto: 1, epoch: null, device: 'd1', deviceSignature: 'x', ops: [op, { ...op, seq: 2, prev: hash }] };

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    'x',
    'A'.repeat(64),
    'b'.repeat(64),
    'b'.repeat(65),
    'x'.repeat(257),
    '中',
    'a b',
    'a\n',
  ),
  fc.constantFrom<unknown>(
    0,
    -1,
    1,
    1.5,
    2 ** 53,
    Infinity,
    [],
    {},
    [null],
    [hash],
    [hash, 'x'],
    [Infinity],
    { a: Infinity },
    { a: [] },
  ),
  fc.constantFrom<unknown>('create', 'submit', 'nothing', 'row', 'evidence-link'),
);

test('[H87] the quick check of a push accepts a right one, and nothing that the schema refuses', () => {
  expect(isPushRequest(request)).toBe(true);
  let agreed = 0;
  const keys = [...Object.keys(op).map((key) => `op.${key}`), ...Object.keys(request), 'more', 'op.more'];
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.constantFrom('set', 'delete'), odd, (key, how, value) => {
      const changed = structuredClone(request) as Record<string, unknown> & { ops: Record<string, unknown>[] };
      const place = key.startsWith('op.') ? (changed.ops[1] ?? {}) : changed;
      const name = key.replace('op.', '');
      if (how === 'set') place[name] = value;
      else Reflect.deleteProperty(place, name);
      const bySchema = pushRequestSchema.safeParse(changed).success;
      if (isPushRequest(changed)) expect(bySchema).toBe(true);
      if (isPushRequest(changed) === bySchema) agreed += 1;
    }),
    { numRuns: 4000 },
  );
  // It is of use only when it agrees.
  expect(agreed).toBe(4000);
});
