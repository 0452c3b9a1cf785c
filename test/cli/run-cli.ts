import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type CliRun = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs the command line as users do, in a process of its own. */
export function runCli(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const root = join(import.meta.dirname, '../..');
    const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}
