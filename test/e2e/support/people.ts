/** Accounts beside the demo, made on the command line while the server runs. */
import { spawnSync } from 'node:child_process';
import { Secret, TOTP } from 'otpauth';
import type { RunningServer } from './server.ts';

/** Runs a command on the server's data. Returns what it printed. */
export function runCommand(server: RunningServer, args: readonly string[], input = ''): string {
  const done = spawnSync(process.execPath, ['src/cli/main.ts', ...args], {
    encoding: 'utf8',
    input,
    env: { ...process.env, DATA_DIR: server.dataDir },
  });
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** A new account without a password. Returns its activation code. */
export function invite(server: RunningServer, account: string, name: string, role = 'surveyor'): string {
  const printed = runCommand(server, ['user', 'add', account, '--name', name, '--role', role, '--region', '420115', '--invite']);
  const code = /\b[0-9a-z]{5}-[0-9a-z]{5}\b/u.exec(printed)?.[0];
  if (code === undefined) throw new Error(`no code in: ${printed}`);
  return code;
}

/** What an authenticator app shows for a secret now. */
export function codeFor(secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')), digits: 6, period: 30 }).generate();
}
