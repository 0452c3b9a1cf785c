import { Dexie, type Table } from 'dexie';
import { createSignal, ErrorBoundary } from 'solid-js';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { fromLive, fromLiveOf } from '#app/ui/from-live.ts';
import { mount, until } from './mount.ts';

class Names extends Dexie {
  declare readonly names: Table<{ id: number; name: string }, number>;
  constructor() {
    super('from-live-test');
    this.version(1).stores({ names: 'id' });
  }
}
const db = new Names();
let leave: (() => void) | null = null;

afterEach(async () => {
  leave?.();
  await db.delete();
  await db.open();
});

test('a live query shows what is written later', async () => {
  const { root, unmount } = mount(() => {
    const names = fromLive(() => db.names.toArray(), []);
    return (
      <p>
        {names()
          .map((row) => row.name)
          .join(',')}
      </p>
    );
  });
  leave = unmount;
  await db.names.put({ id: 1, name: '甲' });
  await until(() => root.textContent === '甲');
  await db.names.put({ id: 2, name: '乙' });
  await until(() => root.textContent === '甲,乙');
  expect(root.textContent).toBe('甲,乙');
});

test('a live query follows its key and never shows the former key’s result', async () => {
  await db.names.bulkPut([
    { id: 1, name: '甲' },
    { id: 2, name: '乙' },
  ]);
  const [id, setId] = createSignal(1);
  const seen: (readonly [number, string])[] = [];
  const { root, unmount } = mount(() => {
    const name = fromLiveOf(id, async (key) => (await db.names.get(key))?.name ?? '', '');
    return <p>{(seen.push([id(), name()]), name())}</p>;
  });
  leave = unmount;
  await until(() => root.textContent === '甲');
  setId(2);
  await until(() => root.textContent === '乙');
  await db.names.put({ id: 1, name: '丙' });
  await db.names.put({ id: 2, name: '丁' });
  await until(() => root.textContent === '丁');
  expect(seen.filter(([key, name]) => key === 2 && ['甲', '丙'].includes(name))).toEqual([]);
  expect(root.textContent).toBe('丁');
});

test('[U18] a live query that fails reaches the error boundary', async () => {
  const { root, unmount } = mount(() => (
    <ErrorBoundary fallback={<p>没有读出来</p>}>
      <Failing />
    </ErrorBoundary>
  ));
  leave = unmount;
  await until(() => root.textContent === '没有读出来');
  expect(root.textContent).toBe('没有读出来');
});

function Failing() {
  const value = fromLive(() => Promise.reject<string>(new Error('lost')), '');
  return <p>{value()}</p>;
}

test('[U60] a query that may rest runs once after a burst of changes, and at once the first time', async () => {
  let runs = 0;
  const { root, unmount } = mount(() => {
    const count = fromLive(
      () => {
        runs += 1;
        return db.names.count();
      },
      -1,
      () => 100,
    );
    return <p>{count()}</p>;
  });
  leave = unmount;
  await until(() => root.textContent === '0');
  const first = runs;
  // The rest is the test's affair: on a busy machine ten writes take longer than any.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const told = async (): Promise<void> => {
    await db.names.count();
    await vi.advanceTimersByTimeAsync(0);
  };
  for (let id = 1; id <= 10; id += 1) {
    await db.names.put({ id, name: '甲' });
    await told();
  }
  for (let look = 0; look < 20; look += 1) await told();
  expect(runs).toBe(first);
  await vi.advanceTimersByTimeAsync(100);
  while (root.textContent !== '10') await told();
  expect(runs - first).toBe(1);
});

test('[U60] who wrote knows that it is on disk before anybody reads it again', async () => {
  const order: string[] = [];
  const { root, unmount } = mount(() => {
    const count = fromLive(() => {
      order.push('read');
      return db.names.count();
    }, -1);
    return <p>{count()}</p>;
  });
  leave = unmount;
  await until(() => root.textContent === '0');
  // As the store commits: several writes in one transaction, awaited through promises of the language.
  const written = (async () => {
    await db.transaction('rw', db.names, () => db.names.bulkPut([{ id: 1, name: '甲' }]));
  })();
  await (async () => written)();
  order.push('written');
  await until(() => root.textContent === '1');
  expect(order).toEqual(['read', 'written', 'read']);
});
