/** Clocks inside the page, so that the driver's own delays stay out. */
import type { Page } from '@playwright/test';

/** From the start of the navigation until an element that fits is there and has been painted. */
export async function timeLoad(page: Page, url: string, selector: string): Promise<number> {
  await page.addInitScript((wanted) => {
    const look = (): void => {
      if (document.querySelector(wanted) === null) {
        requestAnimationFrame(look);
        return;
      }
      requestAnimationFrame(() => setTimeout(() => Reflect.set(globalThis, '__seenAt', performance.now())));
    };
    look();
  }, selector);
  await page.goto(url);
  const handle = await page.waitForFunction(() => Reflect.get(globalThis, '__seenAt') as unknown, null, { timeout: 120_000 });
  return Number(await handle.jsonValue());
}

export type Until = {
  /** Clicked, or typed into when `text` is given. */
  readonly on: string;
  readonly text?: string;
  /** There, and saying something that fits, which it did not say before. */
  readonly appears: string;
  readonly saying?: string;
};

/** From a tap (or a typed text) until the page shows its effect. */
export function timeUntil(page: Page, until: Until): Promise<number> {
  return page.evaluate(async ({ on, text, appears, saying }) => {
    const said = (): string => document.querySelector(appears)?.textContent ?? '';
    const before = said();
    const isThere = (): boolean =>
      document.querySelector(appears) !== null &&
      (saying === undefined || (said() !== before && new RegExp(saying).test(said())));
    const target = document.querySelector<HTMLElement>(on);
    if (target === null) throw new Error(`nothing fits ${on}`);
    const began = performance.now();
    const seen = new Promise<number>((resolve, reject) => {
      const observer = new MutationObserver(() => {
        if (!isThere()) return;
        observer.disconnect();
        resolve(performance.now() - began);
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
      setTimeout(() => reject(new Error(`${appears} did not appear after ${on}`)), 60_000);
    });
    if (text !== undefined && target instanceof HTMLInputElement) {
      target.focus();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(target, text);
      target.dispatchEvent(new InputEvent('input', { bubbles: true }));
    } else {
      target.click();
    }
    return seen;
  }, until);
}

/** The floor of a durable save: four rows of an answer's size in one strict transaction, without anything of the app. */
export function timeBareTransaction(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const tables = ['tip', 'ops', 'registers', 'headers'];
    const opening = indexedDB.open('bench-floor', 1);
    opening.onupgradeneeded = () => {
      for (const table of tables) opening.result.createObjectStore(table);
    };
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('the floor does not open'));
    });
    // Whatever the app still does after its own save is not part of the floor.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(tables, 'readwrite', { durability: 'strict' });
      for (const table of tables) transaction.objectStore(table).put({ sealed: new ArrayBuffer(700) }, 1);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error('the floor was aborted'));
    });
    const took = performance.now() - began;
    db.close();
    return took;
  });
}
