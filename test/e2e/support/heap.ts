/** What a page's memory holds, read from outside as a debugger of a stolen, unlocked phone could. */
import type { Page } from '@playwright/test';

/** Which of these texts stand in the page's heap, after its garbage was collected. */
export async function findInHeap(page: Page, texts: readonly string[]): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }: { readonly chunk: string }) => chunks.push(chunk));
  await devtools.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: false });
  await devtools.detach();
  const { strings } = JSON.parse(chunks.join('')) as { readonly strings: readonly string[] };
  return texts.filter((text) => strings.some((held) => held.includes(text)));
}
