/** Makes sure that a browser, a Chinese font, PostgreSQL, openssl (which plays a timestamp authority) and a C compiler (which counts what reaches the disk) are there: installs Debian's when it may, else says what to install and ends. */
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { chromiumPath } from './chromium.ts';
import { run } from './command.ts';

export function prepareMachine(): void {
  const missing = [
    ...(existsSync(chromiumPath()) ? [] : ['chromium']),
    ...(hasChineseFont() ? [] : ['fonts-noto-cjk']),
    ...(existsSync('/usr/lib/postgresql') ? [] : ['postgresql']),
    ...(existsSync('/usr/bin/openssl') ? [] : ['openssl']),
    ...(existsSync('/usr/bin/cc') ? [] : ['gcc', 'libc6-dev']),
  ];
  if (missing.length === 0) return;
  const install = `apt-get install -y ${missing.join(' ')}`;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing what the tests need: ${missing.join(', ')}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update'], { env, quiet: true });
    if (run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], { env, quiet: true }) === 0) return;
  }
  console.error(
    `The tests need ${missing.join(' and ')}.\nInstall: sudo ${install}   (or set CHROMIUM_PATH to a Chromium or Chrome)\nThen run npm test again.`,
  );
  process.exit(1);
}

function hasChineseFont(): boolean {
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}
