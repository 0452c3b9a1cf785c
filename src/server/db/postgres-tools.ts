/** PostgreSQL's own programs for copying a database while it is in use, and for putting a copy back. */
import { spawn } from 'node:child_process';

/** The program's last words when it failed, `missing` when it is not installed, null when it did its work. */
export type ToolFault = { readonly kind: 'missing' } | { readonly kind: 'failed'; readonly words: string };

/** One consistent state of the database, in the custom format. */
export function dumpPostgres(url: string, file: string): Promise<ToolFault | null> {
  // Every row, also as a user whom row security holds: as the server itself.
  const whole = ['--format=custom', '--no-owner', '--no-privileges', '--enable-row-security'];
  return runTool('pg_dump', [...whole, `--file=${file}`, `--dbname=${url}`], { PGOPTIONS: '-c xunzhen.region=*' });
}

/** Replaces what is there: all of it in one transaction, or nothing. */
export function restorePostgres(url: string, file: string): Promise<ToolFault | null> {
  const replacing = ['--clean', '--if-exists', '--no-owner', '--no-privileges', '--single-transaction', '--exit-on-error'];
  return runTool('pg_restore', [...replacing, `--dbname=${url}`, file]);
}

function runTool(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ToolFault | null> {
  return new Promise((resolve) => {
    const said: Buffer[] = [];
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', () => resolve({ kind: 'missing' }));
    child.once('close', (code) => {
      if (code === 0) resolve(null);
      else resolve({ kind: 'failed', words: Buffer.concat(said).toString('utf8').trim() });
    });
  });
}
