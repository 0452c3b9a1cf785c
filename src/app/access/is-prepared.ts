import type { Download, SetupProgress } from '#store/queries/setup-progress.ts';

/** Everything that field work needs without a network has arrived once. */
export function isPrepared(progress: SetupProgress): boolean {
  return progress.firstPullDone && isComplete(progress.definitions) && isComplete(progress.registryPacks);
}

function isComplete(part: Download): boolean {
  return part.total !== null && part.done >= part.total;
}
