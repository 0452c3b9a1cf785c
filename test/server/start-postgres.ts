/** A PostgreSQL of the tests' own: started from Debian's binaries in a temporary folder, gone when they are done. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TestPostgres = { readonly url: string; readonly stop: () => Promise<void> };

/** Null when this machine has no PostgreSQL, or none that this user may run. Only a `durable` one waits for the disk at each commit. */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres | null> {
  const binaries = findBinaries();
  const owner = ownerIds();
  if (binaries === null || owner === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-postgres-'));
  chmodSync(folder, 0o700);
  if (owner.uid !== process.getuid?.()) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  // PostgreSQL refuses to run as root.
  const as = {
    uid: owner.uid,
    gid: owner.gid,
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  };
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'xunzhen', '--auth=trust', '-E', 'UTF8', '--no-sync'], {
    ...as,
    stdio: 'pipe',
  });
  const port = await freePort();
  const hasty = durable ? [] : ['fsync=off', 'full_page_writes=off'];
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...hasty];
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...as, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (server.exitCode !== null) break;
    try {
      execFileSync(join(binaries, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'pipe' });
      return { url: `postgres://xunzhen@127.0.0.1:${String(port)}/postgres`, stop };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await stop();
  throw new Error('PostgreSQL did not start within 15 seconds');
}

function findBinaries(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** Root runs it as user postgres, anybody else as themselves. */
function ownerIds(): { readonly uid: number; readonly gid: number } | null {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  if (uid === undefined || gid === undefined) return null;
  if (uid !== 0) return { uid, gid };
  try {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
