/** A real server process on a port of its own, with a data folder that outlives it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type RunningServer = {
  readonly url: string;
  readonly dataDir: string;
  /** Everything it has printed so far. */
  readonly output: () => string;
  readonly stop: () => Promise<number | null>;
};

export type ServerOptions = {
  readonly dataDir?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** Without a folder it starts on a new one with the demonstration data. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? (await folderWithDemo());
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, ['src/cli/main.ts', 'serve'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const url = `http://localhost:${String(port)}`;
  await waitForHealth(url, child, () => printed);
  return { url, dataDir, output: () => printed, stop: () => stopChild(child) };
}

let made: Promise<string> | null = null;

/** A copy of what one server wrote at its first start: to write it costs more than all else of a start. */
async function folderWithDemo(): Promise<string> {
  const copy = newFolder();
  cpSync(await (made ??= makeDemo()), copy, { recursive: true });
  return copy;
}

async function makeDemo(): Promise<string> {
  const dataDir = newFolder();
  await (await startServer({ dataDir })).stop();
  return dataDir;
}

function newFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'xunzhen-e2e-')), 'data');
}

/** A TCP port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => {
        resolve(address !== null && typeof address === 'object' ? address.port : 0);
      });
    });
  });
}

async function waitForHealth(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 50) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${String(child.exitCode)}:\n${printed()}`);
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server did not answer:\n${printed()}`);
}

function stopChild(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      resolve(code);
    });
    child.kill('SIGTERM');
  });
}
