/**
 * A phone: a real Chromium process with a profile folder that outlives it, driven over CDP so that it can be killed like a
 * phone's system kills an app, and started again.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../../../.ci/chromium.ts';

export type Phone = {
  readonly page: Page;
  readonly profile: string;
  /** Console errors (a violated content policy among them), uncaught exceptions and requests to other hosts so far. */
  readonly errors: readonly string[];
  /** SIGKILL to the whole browser: no page of it gets to run another line. */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type PhoneOptions = {
  readonly profile?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly extraArguments?: readonly string[];
  /** Console errors that this test provokes on purpose, such as a request to a server that is down. */
  readonly expectedErrors?: readonly RegExp[];
};

/** Chromium itself prints these when the network is gone; they are no errors of the app. */
const offlineNoise = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|NETWORK_CHANGED|CONNECTION_RESET|EMPTY_RESPONSE)/;

export async function startPhone(options: PhoneOptions = {}): Promise<Phone> {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'xunzhen-phone-'));
  const viewport = options.viewport ?? { width: 390, height: 844 };
  const portFile = join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  rmSync(join(profile, 'SingletonLock'), { force: true });
  const child = spawn(
    chromiumPath(),
    [
      '--headless=new',
      ...chromiumArguments,
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--window-size=${String(viewport.width)},${String(viewport.height)}`,
      '--lang=zh-CN',
      ...(options.extraArguments ?? []),
      'about:blank',
    ],
    { stdio: 'ignore', detached: true },
  );
  const browser = await connect(child, portFile);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the browser has no context');
  const page = context.pages()[0] ?? (await context.newPage());
  context.setDefaultTimeout(40_000);
  await page.setViewportSize(viewport);
  const errors: string[] = [];
  const expected = [offlineNoise, ...(options.expectedErrors ?? [])];
  const note = (text: string): void => {
    if (!expected.some((pattern) => pattern.test(text))) errors.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') note(`${message.text()} ${message.location().url}`);
  });
  // Whatever the page or its workers ask for comes from this machine; a violated content policy is a console error already.
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost') note(`request to elsewhere: ${request.url()}`);
  });
  page.on('pageerror', (error) => {
    note(error.stack ?? error.message);
  });
  return {
    page,
    profile,
    errors,
    kill: () => kill(child, browser),
    close: () => close(child, browser),
  };
}

async function connect(child: ChildProcess, portFile: string): Promise<Browser> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`Chromium ended with ${String(child.exitCode)}`);
    if (existsSync(portFile)) {
      const port = readFileSync(portFile, 'utf8').split('\n')[0] ?? '';
      if (port !== '') return chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Chromium did not open its debugging port');
}

async function kill(child: ChildProcess, browser: Browser): Promise<void> {
  const gone = ended(child);
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await gone;
  await browser.close().catch(() => undefined);
}

/** As a person closes it: cookies and small notes are written before the process ends. */
async function close(child: ChildProcess, browser: Browser): Promise<void> {
  const gone = ended(child);
  const devtools = await browser.newBrowserCDPSession().catch(() => null);
  await devtools?.send('Browser.close').catch(() => undefined);
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 10_000))]);
  await kill(child, browser);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
