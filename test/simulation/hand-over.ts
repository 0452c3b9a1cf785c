/** What one phone hands another without a network, as `#sync/give-handover.ts` makes it. */
import type { CarriedBatch, Handed } from '#replica/plan-carry.ts';
import type { OwnOp } from '#replica/client-state.ts';
import { firstBatch } from '#replica/plan-push.ts';
import type { Phone } from './phone.ts';
import { signatureOf } from './push-ports.ts';

/** The whole outbox. What is carried for others stays in the batches in which it was signed. */
export async function handedBy({ client: { read } }: Phone): Promise<Handed> {
  const batches: CarriedBatch[] = [];
  for (const device of await read.offering()) {
    let rest = await read.offered(device, Infinity);
    while (rest.length > 0) {
      const ops = rest.slice(0, lengthOfFirst(rest));
      const signature = ops[0]?.carried?.signature ?? signatureOf(ops.at(-1)?.op.hash ?? '');
      batches.push({ device, signature, ops: ops.map(({ op, owner }) => ({ op, owner })) });
      rest = rest.slice(ops.length);
    }
  }
  const records = new Set(batches.flatMap(({ ops }) => ops.map(({ op, owner }) => owner ?? op.entityId)));
  const registers = (await Promise.all([...records].map((id) => read.registersOf(id)))).flat();
  const known = registers.filter(({ heads }) => heads.length > 0);
  return {
    batches,
    known: known.map(({ entity, entityId, owner, register, heads }) => ({ entity, entityId, owner, register, heads })),
    people: [],
  };
}

function lengthOfFirst(rest: readonly OwnOp[]): number {
  const carried = rest[0]?.carried ?? null;
  if (carried === null) return firstBatch(rest.map(({ op }) => op)).length;
  return rest.findIndex(({ op }) => op.hash === carried.until) + 1;
}
