/** What a county's list of firms puts on the page, counted: no time is asserted. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { closeRegistrySearch } from '#app/registry.ts';
import { savePack } from '#store/commands/keep-reference.ts';
import type { Store } from '#store/store.ts';
import { mountScreen, unmountAll } from './mount-screen.tsx';
import { newStore, value } from '../store/test-store.ts';
import { until } from './mount.ts';

const packSize = 2_000;

beforeEach(() => page.viewport(390, 844));
afterEach(() => {
  unmountAll();
  window.scrollTo(0, 0);
});

async function storeOfFirms(count: number): Promise<Store> {
  const store = await newStore();
  for (let first = 0; first < count; first += packSize) {
    const id = `420100/${String(first)}`;
    const firms = Array.from({ length: Math.min(packSize, count - first) }, (_, offset) => {
      const number = String(first + offset).padStart(5, '0');
      return {
        code: `91420100TEST${number}X`,
        name: `企业${number}有限公司`,
        region: '420100',
        industry: 'C34',
        headcount: 120,
        revenue: 3_000,
        size: 'small' as const,
        address: null,
        demo: false,
        initials: `qy${number}yxgs`,
      };
    });
    value(await savePack(store, { id, hash: id, region: '420100' }, firms));
  }
  return store;
}

/** Rows and elements of the list at its top, in its middle and at its end, and the last firm that is reached. */
async function walk(count: number) {
  const store = await storeOfFirms(count);
  const { root, unmount } = await mountScreen(store, '/enterprises');
  const rows = (): readonly HTMLElement[] => [...root.querySelectorAll<HTMLElement>('.virtual-list > li')];
  const isFilled = (): boolean => rows().length > 0 && rows().every((row) => row.querySelector('a') !== null);
  const numbers = (): readonly number[] => rows().map((row) => Number(row.getAttribute('aria-posinset')));
  await until(isFilled);
  const found: { readonly rows: number; readonly elements: number }[] = [];
  const places = [1, Math.floor(count / 2), count];
  for (const place of places) {
    await until(() => {
      // Again and again: the screen itself goes back once to where it was left the last time.
      const { scrollHeight } = document.documentElement;
      window.scrollTo(0, place === 1 ? 0 : place === count ? scrollHeight : scrollHeight / 2);
      return numbers().includes(place) && isFilled();
    });
    found.push({ rows: rows().length, elements: root.querySelectorAll('*').length });
  }
  const last = rows().at(-1)?.textContent ?? '';
  unmount();
  closeRegistrySearch(store);
  return { found, last };
}

test('[U62] a list of 20,000 firms puts no more on the page than one of 200, at its top, middle and end', async () => {
  const few = await walk(200);
  const many = await walk(20_000);
  expect(many.last).toContain('企业19999有限公司');
  expect(many.found).toEqual(few.found);
  // 844 px of screen hold nine rows of 96 px.
  for (const { rows } of many.found) expect(rows).toBeLessThanOrEqual(9 + 1 + 2 * 6);
});
