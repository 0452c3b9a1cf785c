/** A PostgreSQL of the tests' own: started from Debian's binaries in a temporary folder, gone when they are done. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TestPostgres = {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** Kills it with all its processes as a power cut would, then starts it on what is left. */
  readonly crash: () => Promise<void>;
};

/** More for the server's own processes: a library to preload, say. */
type Options = { readonly durable?: boolean; readonly env?: Readonly<Record<string, string>> };

/** Null when this machine has no PostgreSQL, or none that this user may run. Only a `durable` one waits for the disk at each commit. */
export async function startPostgres({ durable = false, env = {} }: Options = {}): Promise<TestPostgres | null> {
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
  const start = (): ChildProcess =>
    spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])], {
      ...as,
      env: { ...as.env, ...env },
      stdio: 'ignore',
    });
  let server = await untilReady(binaries, port, start);
  return {
    url: `postgres://xunzhen@127.0.0.1:${String(port)}/postgres`,
    stop: async () => {
      await end(server, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
    crash: async () => {
      const children = childrenOf(server);
      await end(server, 'SIGKILL');
      for (const pid of children) killIfThere(pid);
      server = await untilReady(binaries, port, start);
    },
  };
}

/** After a crash it refuses to start until the last process of the one before it is gone: then it is started again. */
async function untilReady(binaries: string, port: number, start: () => ChildProcess): Promise<ChildProcess> {
  let server = start();
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) server = start();
    try {
      execFileSync(join(binaries, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'pipe' });
      return server;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await end(server, 'SIGKILL');
  throw new Error('PostgreSQL did not start within 30 seconds');
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill(signal);
  await ended;
}

function childrenOf({ pid = 0 }: ChildProcess): readonly number[] {
  return readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
    .split(' ')
    .flatMap((text) => Number(text) || []);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself when its parent did.
  }
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
