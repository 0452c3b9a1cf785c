/** Counts what processes force to the disk, by a small library that is compiled here and preloaded into them. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type SyncCounter = {
  /** For the environment of the processes. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths that were synced since the last call, in order. */
  readonly take: () => readonly string[];
  readonly remove: () => void;
};

export function countSyncs(): SyncCounter {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-syncs-'));
  // PostgreSQL runs as another user.
  chmodSync(folder, 0o755);
  const [library, log] = [join(folder, 'count-syncs.so'), join(folder, 'log')];
  execFileSync('cc', [
    '-shared',
    '-fPIC',
    '-O2',
    '-o',
    library,
    fileURLToPath(new URL('count-syncs.c', import.meta.url)),
    '-ldl',
  ]);
  writeFileSync(log, '');
  chmodSync(log, 0o666);
  let read = 0;
  return {
    env: { LD_PRELOAD: library, SYNC_LOG: log },
    take: () => {
      const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
      const fresh = lines.slice(read).map((line) => line.slice(line.indexOf(' ') + 1));
      read = lines.length;
      return fresh;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
