import type { Browser } from '@playwright/test';

/** SIGKILL to every renderer of a browser: pages, their workers and the service worker stop between two instructions. */
export async function killRenderers(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  for (const { id } of renderers) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It was ending by itself.
    }
  }
  await devtools.detach().catch(() => undefined);
  return renderers.length;
}
