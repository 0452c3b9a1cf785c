/** Where Debian's Chromium is and how it is started under test. */
import { existsSync } from 'node:fs';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser the tests drive; `CHROMIUM_PATH` overrides. */
export function chromiumPath(): string {
  const chosen = process.env['CHROMIUM_PATH'] ?? candidates.find((path) => existsSync(path));
  return chosen ?? '/usr/bin/chromium';
}

/** No sandbox (tests run as root in containers), no calls home, a fake camera that answers without asking. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];
