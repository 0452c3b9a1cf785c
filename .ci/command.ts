/** Runs a program with the caller's output and returns its exit code. */
import { spawnSync } from 'node:child_process';

export type CommandOptions = { readonly env?: Readonly<Record<string, string>>; readonly quiet?: boolean };

export function run(program: string, args: readonly string[], options: CommandOptions = {}): number {
  const result = spawnSync(program, [...args], {
    stdio: options.quiet === true ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  if (result.error !== undefined) {
    console.error(`${program}: ${result.error.message}`);
    return 127;
  }
  return result.status ?? 1;
}
