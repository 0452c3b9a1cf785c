/** Builders of ops for tests. */
import * as fc from 'fast-check';
import { makeOp } from '#oplog/make-op.ts';
import type { Op, OpDraft } from '#oplog/op.ts';
import type { DeviceId, EntityId, OpHash, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';

export const assessment = 'assessment1' as EntityId;

export function draftOf(change: Partial<OpDraft> = {}): OpDraft {
  return {
    kind: 'set',
    entity: 'assessment',
    entityId: assessment,
    field: 'self/jc01',
    value: 1,
    reason: null,
    basis: null,
    definition: null,
    ...change,
  };
}

export type ChainWriter = {
  readonly write: (draft: Partial<OpDraft>, parents?: readonly OpHash[], was?: OpHash | null) => Op;
  readonly ops: readonly Op[];
};

/** Writes one device's chain. */
export function chainOf(device: string, author = 'person1'): ChainWriter {
  const ops: Op[] = [];
  return {
    ops,
    write: (draft, parents = [], was = null) => {
      const seq = ops.length + 1;
      const op = makeOp(draftOf(draft), {
        device: device as DeviceId,
        seq,
        prev: ops.at(-1)?.hash ?? null,
        author: author as PersonId,
        salt: `${device}-${seq}`,
        parents,
        seen: null,
        step: `${device}-step-${seq}`,
        beacon: null,
        was,
        hlc: `${String(seq).padStart(15, '0')}:00000:${device}`,
        wallTime: '2026-03-01T08:00:00.000Z',
        monotonic: seq,
      });
      ops.push(op);
      return op;
    },
  };
}

/**
 * Histories that devices can produce: each op names some of the ops that its author could have seen. Returned in the order they were
 * written.
 */
export const histories: fc.Arbitrary<readonly Op[]> = fc
  .array(
    fc.record({
      device: fc.integer({ min: 0, max: 2 }),
      field: fc.integer({ min: 0, max: 2 }),
      value: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.string({ maxLength: 3 })),
      seen: fc.array(fc.nat({ max: 20 }), { maxLength: 3 }),
      reissues: fc.option(fc.nat({ max: 20 }), { freq: 6 }),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .map((edits) => {
    const chains = [chainOf('device-a'), chainOf('device-b'), chainOf('device-c')];
    const all: Op[] = [];
    for (const { device, field, value, seen, reissues } of edits) {
      const name = `self/q${field}`;
      const same = all.filter((op) => op.field === name);
      const parents = seen.flatMap((index) => same[index]?.hash ?? []);
      const replaced = reissues === null ? undefined : same[reissues];
      const change = { field: name, value: (replaced?.value ?? value) as Json };
      all.push((chains[device] ?? chainOf('x')).write(change, replaced?.parents ?? parents, replaced?.hash ?? null));
    }
    return all;
  });
