/** A phone in real Chromium: the product's store and sync loop in a page of their own, served by the product's server. */
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumArguments, chromiumPath } from '../../.ci/chromium.ts';
import { surveyor } from '../bench/server/surveyor.ts';
import type { Fill, PageState, Soak } from './page/phone-page.ts';
import type { SoakServer } from './server.ts';

type Pages = Readonly<Record<string, string>>;

/** Files that the server has to serve; built once a process. */
export function phonePages(): Promise<Pages> {
  pages ??= buildPages();
  return pages;
}

let pages: Promise<Pages> | null = null;

async function buildPages(): Promise<Pages> {
  const made = await build({
    configFile: false,
    root: new URL('../..', import.meta.url).pathname,
    publicDir: false,
    logLevel: 'silent',
    mode: 'production',
    define: { __APP_VERSION__: '"soak"' },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      modulePreload: false,
      rollupOptions: {
        input: new URL('page/phone-page.ts', import.meta.url).pathname,
        output: { entryFileNames: 'phone.js', codeSplitting: false },
      },
    },
  });
  const script = [made].flat().flatMap((result) => ('output' in result ? result.output : []))[0];
  if (script?.type !== 'chunk') throw new Error('the page was not built');
  return {
    'phone.html': '<!doctype html><meta charset="utf-8"><script type="module" src="/phone.js"></script>',
    'phone.js': script.code,
  };
}

export type BrowserPhone = {
  /** Answers and photos as a person would leave them; returns the hashes of its photos. */
  readonly work: (fill: Fill) => Promise<readonly string[]>;
  readonly start: (pressMs: number | null) => Promise<void>;
  readonly state: () => Promise<PageState>;
  readonly opHashes: () => Promise<readonly string[]>;
  /** Lets the page's clock jump, with all timers that fall due. */
  readonly jump: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the page through `url` and signs in: needs a good network. */
export async function browserPhone(
  url: string,
  { definitionHash }: SoakServer,
  questions: readonly string[],
  { canJump = false } = {},
): Promise<BrowserPhone> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
  const page = await browser.newPage();
  if (canJump) await page.clock.install();
  await page.goto(`${url}/phone.html`);
  await page.waitForFunction(() => Reflect.has(globalThis, 'soak'));
  const { account, password } = surveyor;
  await page.evaluate(
    async ([name, word, names]) => {
      const soak = Reflect.get(globalThis, 'soak') as Soak;
      soak.useQuestions(names);
      await soak.begin(name, word);
    },
    [account, password, [...questions]] as const,
  );
  return {
    work: (fill) =>
      page.evaluate(([what, definition]) => (Reflect.get(globalThis, 'soak') as Soak).fill(what, definition), [
        fill,
        definitionHash,
      ] as const),
    start: (pressMs) => page.evaluate((ms) => (Reflect.get(globalThis, 'soak') as Soak).start(ms), pressMs),
    state: () => page.evaluate(() => (Reflect.get(globalThis, 'soak') as Soak).state()),
    opHashes: () => page.evaluate(() => (Reflect.get(globalThis, 'soak') as Soak).opHashes()),
    jump: (ms) => page.clock.fastForward(ms),
    close: () => browser.close(),
  };
}
