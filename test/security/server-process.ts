/** Starts that process, keeps what it prints, and asks it as any client could: with a socket, not with a library that is polite. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secret } from './people.ts';

export type ServerProcess = {
  readonly base: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly pid: number;
  /** Everything that it has printed. */
  readonly output: () => string;
  readonly isAlive: () => boolean;
  readonly stop: () => Promise<void>;
};

export async function startServerProcess(): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-hostile-'));
  const dist = join(folder, 'dist');
  const dataFolder = join(folder, 'data');
  mkdirSync(join(dist, 'assets'), { recursive: true });
  mkdirSync(join(dist, '.git'));
  const page = '<!doctype html><title>app</title><script type="module" src="/assets/index-AAAA.js"></script>';
  const files = {
    'index.html': page,
    'service-worker.js': 'self',
    'assets/index-AAAA.js': '1',
    'assets/index-AAAA.js.map': '{}',
    '.git/config': 'x',
    '.env': 'x',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, name), text);
  const child = fork(new URL('./run-server.ts', import.meta.url), [dataFolder, dist], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (printed += text.toString()));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the server ended: ${printed}`)));
  const [message] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  const { port } = message as { readonly port: number };
  return {
    base: `http://127.0.0.1:${String(port)}`,
    port,
    dataFolder,
    pid: child.pid ?? 0,
    output: () => printed,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    stop: async () => {
      const over = once(child, 'exit');
      child.kill('SIGKILL');
      await over;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Sends these bytes and returns all that comes back until the connection ends. */
export function rawRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('connect', () => socket.write(text));
    socket.on('data', (part) => (answer += part.toString('latin1')));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

export async function signInTo(base: string, account: string): Promise<string> {
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: secret }),
  });
  if (answer.status !== 200) throw new Error(`sign-in answered ${String(answer.status)}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
