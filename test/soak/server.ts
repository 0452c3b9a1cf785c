/** The product's server as a process of its own, to be killed and started again on the same data. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { definition, definitionFile, definitionText } from '../bench/server/make-pushes.ts';
import { accounts, surveyor } from '../bench/server/surveyor.ts';

export type SoakServer = {
  readonly dataFolder: string;
  /** The definition that it serves. */
  readonly definitionHash: string;
  readonly definitionsFolder: string;
  readonly databaseUrl: string | null;
  /** Starts it and says its port, another one each time. */
  readonly start: () => Promise<number>;
  /** -9: nothing is said, nothing is finished. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Ends it and removes its data. */
  readonly remove: () => Promise<void>;
};

export type SoakServerOptions = {
  readonly databaseUrl?: string | null;
  /** More for the process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its built app: file names and contents. */
  readonly pages?: Readonly<Record<string, string>>;
};

export function soakServer({ databaseUrl = null, env = {}, pages = {} }: SoakServerOptions = {}): SoakServer {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-soak-'));
  const definitions = join(folder, 'definitions');
  const file = join(definitions, definitionFile);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, definitionText);
  copyFileSync(fileURLToPath(new URL('../../survey-definitions/facts.yaml', import.meta.url)), join(definitions, 'facts.yaml'));
  const dist = join(folder, 'dist');
  mkdirSync(dist);
  writeFileSync(join(dist, 'index.html'), '<!doctype html>');
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(dist, name), text);
  const dataFolder = join(folder, 'data');
  // Requests fail by the hundred while it is killed; what it says matters when it does not start.
  const log = openSync(join(folder, 'server.log'), 'a');
  let child: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  };
  return {
    dataFolder,
    definitionHash: definition.hash,
    definitionsFolder: definitions,
    databaseUrl,
    start: async () => {
      const started = fork(serverScript, [dataFolder, definitions, dist, databaseUrl ?? ''], {
        stdio: ['ignore', log, log, 'ipc'],
        env: { ...process.env, ...env },
      });
      child = started;
      const said = (): string => readFileSync(join(folder, 'server.log'), 'utf8').slice(-2000);
      const ended = once(started, 'exit').then(() => Promise.reject(new Error(`the server did not start: ${said()}`)));
      const ready = once(started, 'message').then(([message]) => (message as { readonly port: number }).port);
      const port = await Promise.race([ready, ended]);
      ended.catch(() => undefined);
      return port;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    remove: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const serverScript = fileURLToPath(new URL('../bench/server/server-process.ts', import.meta.url));

export type SignedIn = { readonly cookie: string; readonly person: string };

/** Tries until it is answered: the network may be bad. Each phone is somebody else's. */
export async function signIn(url: string, phone = 0): Promise<SignedIn> {
  for (;;) {
    try {
      const { password } = surveyor;
      const account = accounts[phone];
      const response = await fetch(`${url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, password }),
      });
      if (response.status === 429) throw new Error(await response.text());
      const session = (await response.json()) as { readonly person: { readonly id: string } };
      return { cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '', person: session.person.id };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
