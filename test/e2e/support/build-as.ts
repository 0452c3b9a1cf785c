import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds the app under another version into a folder of its own. */
export function buildAs(version: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'xunzhen-next-')), 'app');
  const built = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--outDir', folder], {
    encoding: 'utf8',
    env: { ...process.env, XUNZHEN_BUILD: version },
  });
  if (built.status !== 0) throw new Error(built.stderr);
  return folder;
}
