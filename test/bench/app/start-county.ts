import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { County } from './county.ts';

export type RunningCounty = { readonly url: string; readonly stop: () => Promise<void> };

/** Fills the data folder on first use, which takes minutes. */
export async function startCounty(dist: string, size: County, dataFolder: string): Promise<RunningCounty> {
  const child = fork(
    fileURLToPath(new URL('county-process.ts', import.meta.url)),
    [dataFolder, dist, String(size.firms), String(size.assessments)],
    {
      stdio: ['ignore', 2, 2, 'ipc'],
    },
  );
  const ended = once(child, 'exit');
  const ready = once(child, 'message').then(([message]) => (message as { readonly port: number }).port);
  const port = await Promise.race([ready, ended.then(() => Promise.reject(new Error('the county did not start')))]);
  return {
    url: `http://localhost:${String(port)}`,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}
