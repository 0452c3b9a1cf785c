/**
 * What must have been taken and what must have been set aside, judged from the log alone and without the server's words: by what each
 * op says, what its author saw, and the rest of its step.
 */
import { opSchemaVersion } from '#oplog/op.ts';
import type { Op } from '#oplog/op.ts';
import type { StoredOp } from '#replica/ports.ts';
import type { World } from './world.ts';

export function wrongVerdicts(world: World): readonly string[] {
  const { state } = world.server;
  const byHash = new Map(state.ops.map(({ op }) => [op.hash as string, op]));
  const steps = new Map<string, StoredOp[]>();
  for (const stored of state.ops) {
    const key = `${stored.op.device} ${stored.op.step}`;
    steps.set(key, [...(steps.get(key) ?? []), stored]);
  }
  const wrong = new Set<string>();
  for (const step of steps.values()) {
    const states = new Set(step.map(({ receipt }) => receipt.state));
    if (states.size > 1) wrong.add('a step was cut: part taken, part set aside');
    if (world.trace !== null && states.has('quarantined'))
      world.trace.push(
        `set aside: ${step.map(({ op, receipt, waitsFor }) => `${op.device}:${op.seq} ${op.kind} ${op.entityId} ${op.field ?? ''} by ${op.author}: ${receipt.problem ?? ''} waits for ${waitsFor ?? '-'}`).join(' + ')}`,
      );
    const verdicts = step.map(({ op }) => verdictOf(world, op, byHash));
    if (verdicts.includes('refused') && states.has('stored')) wrong.add('what may not be written was taken');
    if (verdicts.every((verdict) => verdict === 'fine') && states.has('quarantined'))
      wrong.add('what may be written was set aside');
  }
  return [...wrong];
}

/** `open`: depends on when it arrived, which is the scope's or the heads' business. */
function verdictOf({ server, moved }: World, op: Op, byHash: ReadonlyMap<string, Op>): 'fine' | 'refused' | 'open' {
  if (op.schema > opSchemaVersion) return 'refused';
  if ((op.kind === 'set' || op.kind === 'resolve') && typeof op.value === 'object' && op.value !== null) return 'refused';
  if (op.kind === 'void' && op.entity === 'assessment') {
    if (byHash.get(op.seen ?? '')?.kind === 'submit') return 'refused';
    if (op.seen !== null && !byHash.has(op.seen)) return 'open';
  }
  const entity = server.state.entities.get(op.entityId);
  const region = entity?.region ?? '';
  if (moved.has(op.author) || !region.startsWith((server.state.people.get(op.author) ?? '').replace(/(?:00)+$/u, '')))
    return 'open';
  if (op.kind === 'set' && op.parents.length > 1) return 'open';
  return entity === undefined ? 'open' : 'fine';
}
