/** A thread that plays schedules, with the product as it is or with one mutant of it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Rates } from './faults.ts';
import { patchSource } from './patch-source.ts';
import type { Patch } from './patch-source.ts';
import type { ScheduleResult } from './run-schedule.ts';

export type ShardData = { readonly patches: readonly Patch[]; readonly rates: Rates; readonly traced: boolean };
export type ShardTask = { readonly first: number; readonly count: number };
export type ShardReply = { readonly seed: number; readonly result: ScheduleResult };

const { patches, rates, traced } = workerData as ShardData;
const checkPatches = patchSource(patches);
const { runSchedule } = await import('./run-schedule.ts');
checkPatches();

parentPort?.on('message', ({ first, count }: ShardTask) => {
  void (async () => {
    const replies: ShardReply[] = [];
    for (let seed = first; seed < first + count; seed += 1) {
      const result = await runSchedule(seed, rates, traced);
      replies.push({ seed, result });
      if (result.broken.length > 0 && patches.length > 0) break;
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort?.postMessage(replies);
  })();
});
