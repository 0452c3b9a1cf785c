import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { definitionsFolder } from '../../../src/server/definitions/definitions-folder.ts';

export type ServerUnderTest = {
  readonly port: number;
  readonly dataFolder: string;
  /** Most and present memory of the process, MB. */
  readonly memory: () => { readonly peak: number; readonly now: number };
  /** Ends the process; its data stays until `remove`. */
  readonly stop: () => Promise<void>;
  readonly remove: () => void;
};

/** `definition` is the one edition that it serves. */
export async function startServerUnderTest(
  definition: { readonly file: string; readonly text: string },
  databaseUrl: string | null,
): Promise<ServerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-bench-'));
  const definitions = join(folder, 'definitions');
  const file = join(definitions, definition.file);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, definition.text);
  copyFileSync(join(definitionsFolder(), 'facts.yaml'), join(definitions, 'facts.yaml'));
  const dist = join(folder, 'dist');
  mkdirSync(dist);
  writeFileSync(join(dist, 'index.html'), '<!doctype html>');
  const dataFolder = join(folder, 'data');
  const script = fileURLToPath(new URL('server-process.ts', import.meta.url));
  const child = fork(script, [dataFolder, definitions, dist, databaseUrl ?? ''], {
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: [...process.execArgv, ...startFlags()],
  });
  const ended = once(child, 'exit');
  const ready = once(child, 'message').then(([message]) => (message as { readonly port: number }).port);
  const port = await Promise.race([ready, ended.then(() => Promise.reject(new Error('the server did not start')))]);
  return {
    port,
    dataFolder,
    memory: () => {
      const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
      const read = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
      return { peak: read('VmHWM'), now: read('VmRSS') };
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What `npm start` tells Node. */
function startFlags(): readonly string[] {
  const json = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return json.scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
