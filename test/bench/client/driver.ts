import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../../../.ci/chromium.ts';

export type OpenPage = {
  readonly page: Page;
  /** Bytes of JavaScript objects after collecting garbage twice. */
  readonly heap: () => Promise<number>;
  readonly close: () => Promise<void>;
};

/** One headless Chromium; each page gets a context, and so a process state, of its own. */
export type Driver = {
  readonly version: string;
  readonly open: (page: string, query: string, cpu: number) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
};

const phone = { viewport: { width: 412, height: 915 }, deviceScaleFactor: 1 };

export async function startDriver(origin: string): Promise<Driver> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
  return {
    version: browser.version(),
    async open(name, query, cpu) {
      const context = await browser.newContext(phone);
      const page = await context.newPage();
      const crashes: string[] = [];
      page.on('pageerror', (error) => crashes.push(String(error)));
      await page.goto(`${origin}/${name}.html${query}`);
      await page
        .waitForFunction(() => globalThis.bench !== undefined || globalThis.transformForEnketo !== undefined, null, {
          timeout: 60_000,
        })
        .catch((error: unknown) => {
          throw new Error(`page ${name} does not start: ${crashes.join('; ')}`, { cause: error });
        });
      const cdp = await context.newCDPSession(page);
      if (cpu > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
      return {
        page,
        async heap() {
          await cdp.send('HeapProfiler.collectGarbage');
          await cdp.send('HeapProfiler.collectGarbage');
          return (await cdp.send('Runtime.getHeapUsage')).usedSize;
        },
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
