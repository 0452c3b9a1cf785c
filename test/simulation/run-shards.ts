/** Schedules played on all processors, added up. The outcome depends on the seeds alone. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { noFaults, usualRates } from './faults.ts';
import type { Fault, Faults, Rates } from './faults.ts';
import type { Patch } from './patch-source.ts';
import type { ShardData, ShardReply } from './shard.ts';

export type Run = {
  readonly schedules: number;
  /** In order of seeds. */
  readonly failures: readonly { readonly seed: number; readonly broken: readonly string[]; readonly trace: readonly string[] }[];
  readonly ops: number;
  readonly conflicts: number;
  readonly faults: Faults;
  readonly trace: readonly string[];
  readonly ms: number;
};

export type RunOptions = {
  readonly seed: number;
  readonly schedules: number;
  readonly patches?: readonly Patch[];
  readonly rates?: Rates;
  readonly traced?: boolean;
  readonly threads?: number;
};

/** With patches it ends soon after the first schedule that broke a promise. */
export async function runShards(options: RunOptions): Promise<Run> {
  const { seed, schedules, patches = [], rates = usualRates, traced = false, threads = availableParallelism() } = options;
  const began = performance.now();
  const data: ShardData = { patches, rates, traced };
  const chunk = Math.max(1, Math.min(100, Math.ceil(schedules / threads / 4)));
  let next = seed;
  let found = false;
  const replies: ShardReply[] = [];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./shard.ts', import.meta.url), { workerData: data, execArgv: [] });
    try {
      while (next < seed + schedules && !found) {
        const task = { first: next, count: Math.min(chunk, seed + schedules - next) };
        next += task.count;
        const answered = once(worker, 'message');
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage(task);
        replies.push(...((await answered) as [readonly ShardReply[]])[0]);
        found = patches.length > 0 && replies.some(({ result }) => result.broken.length > 0);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, Math.ceil(schedules / chunk)) }, work));
  replies.sort((a, b) => a.seed - b.seed);
  const faults = noFaults();
  for (const { result } of replies) for (const [fault, count] of Object.entries(result.faults)) faults[fault as Fault] += count;
  return {
    schedules: replies.length,
    failures: replies.flatMap(({ seed: at, result: { broken, trace } }) =>
      broken.length > 0 ? [{ seed: at, broken, trace }] : [],
    ),
    ops: replies.reduce((sum, { result }) => sum + result.ops, 0),
    conflicts: replies.reduce((sum, { result }) => sum + result.conflicts, 0),
    faults,
    trace: replies[0]?.result.trace ?? [],
    ms: Math.round(performance.now() - began),
  };
}

/** Faults that never happened: a run that promises something about them must not be empty. */
export function absentFaults({ faults }: Pick<Run, 'faults'>): readonly string[] {
  return Object.entries(faults).flatMap(([fault, count]) => (count === 0 ? [fault] : []));
}
