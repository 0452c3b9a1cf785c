import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { County } from './county.ts';

export type RunningCounty = { readonly url: string; readonly stop: () => Promise<void>; readonly remove: () => void };

/** Fills the data folder on first use, which takes minutes. */
export async function startCounty(dist: string, size: County): Promise<RunningCounty> {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-county-'));
  const child = fork(
    fileURLToPath(new URL('county-process.ts', import.meta.url)),
    [join(folder, 'data'), dist, String(size.firms), String(size.assessments)],
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
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
