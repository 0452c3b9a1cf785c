import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { County } from './county.ts';

export type RunningCounty = { readonly url: string; readonly stop: () => Promise<void> };

/** The server of a checkout serves its build. Fills the data folder on first use, which takes minutes. */
export async function startCounty(checkout: string, size: County, dataFolder: string): Promise<RunningCounty> {
  const child = fork(
    join(checkout, 'test/bench/app/county-process.ts'),
    [dataFolder, join(checkout, 'dist'), String(size.firms), String(size.assessments)],
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
