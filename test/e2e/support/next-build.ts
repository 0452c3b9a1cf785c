import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The version that the next build names. */
export const nextVersion = 'e2e-next';

let folder: string | null = null;

/** The app built as another version, once, in a folder that nobody changes. */
export function nextBuild(): string {
  folder ??= build(nextVersion);
  return folder;
}

function build(version: string): string {
  const outDir = join(mkdtempSync(join(tmpdir(), 'xunzhen-next-')), 'app');
  const built = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--outDir', outDir], {
    encoding: 'utf8',
    env: { ...process.env, XUNZHEN_BUILD: version },
  });
  if (built.status !== 0) throw new Error(built.stderr);
  return outDir;
}
