import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from './bundle-pages.ts';

/** Installs what `package-lock.json` of this folder says, once. Install scripts stay off: no peer needs its own in a browser. */
export function installPeers(note: (line: string) => void): void {
  if (existsSync(join(benchFolder, 'node_modules', '.package-lock.json'))) return;
  note('installing the peers (first use)');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: benchFolder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`npm ci in ${benchFolder} failed`);
}
