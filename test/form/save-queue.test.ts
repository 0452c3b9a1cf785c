import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSaveQueue, type SaveState } from '#app/form/save-queue.ts';
import type { AnswerValue } from '#engine/answers.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';

type Write = {
  readonly path: string;
  readonly value: AnswerValue;
  readonly settle: (outcome: Outcome<{ savedAt: string }>) => void;
  readonly fail: () => void;
};

/** A disk that answers when told to. */
function slowDisk() {
  const writes: Write[] = [];
  const states: SaveState[] = [];
  const queue = createSaveQueue({
    save: (path, value) =>
      new Promise((settle, reject) => {
        writes.push({ path, value, settle, fail: () => reject(new Error('connection lost')) });
      }),
    onState: (state) => states.push(state),
  });
  const answer = async (index: number, savedAt = '2026-01-02T03:04:05Z'): Promise<void> => {
    writes[index]?.settle(ok({ savedAt }));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { writes, states, queue, answer, last: () => states.at(-1)?.kind };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('saving answers', () => {
  test('[U33] [promise 1] the saved stamp comes after the store answered, with the time the store gave', async () => {
    const { queue, states, answer, last, writes } = slowDisk();
    queue.put('jc01', 3, 'now');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(writes).toHaveLength(1);
    expect(last()).toBe('saving');
    expect(states.some((state) => state.kind === 'saved')).toBe(false);
    await answer(0, '2026-05-06T07:08:09Z');
    expect(states.at(-1)).toEqual({ kind: 'saved', at: '2026-05-06T07:08:09Z' });
    expect(queue.busy()).toBe(false);
  });

  test('[U34] typing is written 300 ms after the last key, one write for a burst', async () => {
    const { queue, writes } = slowDisk();
    for (const text of ['1', '12', '12.5']) {
      queue.put('jc01', text, 'soon');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(writes).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(writes.map(({ value }) => value)).toEqual(['12.5']);
  });

  test('[U34] typing without a pause is written at least every 1.5 s', async () => {
    const { queue, writes } = slowDisk();
    for (let key = 0; key < 20; key += 1) {
      queue.put('note', 'a'.repeat(key + 1), 'soon');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(writes).toHaveLength(1);
  });

  test('[U33] a newer text typed during a write keeps the stamp away until it is written too', async () => {
    const { queue, writes, states, answer, last } = slowDisk();
    queue.put('jc01', 1, 'now');
    await vi.advanceTimersByTimeAsync(0);
    queue.put('jc01', 12, 'soon');
    await answer(0);
    expect(states.some((state) => state.kind === 'saved')).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(writes.map(({ value }) => value)).toEqual([1, 12]);
    await answer(1);
    expect(last()).toBe('saved');
  });

  test('[U35] a refused write is loud, keeps the value, and flush tries it again', async () => {
    const { queue, writes, states, answer, last } = slowDisk();
    queue.put('jc01', 7, 'now');
    await vi.advanceTimersByTimeAsync(0);
    writes[0]?.settle(refused(problem('storage.full')));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toEqual({ kind: 'failed', problem: problem('storage.full'), waiting: 1 });
    expect(queue.pending('jc01')).toBe(true);
    const flushed = queue.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(writes[1]).toMatchObject({ path: 'jc01', value: 7 });
    await answer(1);
    expect(await flushed).toBe(true);
    expect(last()).toBe('saved');
  });

  test('[U35] a store that throws counts as not saved', async () => {
    const { queue, writes, states } = slowDisk();
    queue.put('jc01', 7, 'now');
    await vi.advanceTimersByTimeAsync(0);
    writes[0]?.fail();
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'storage.unavailable' } });
    expect(queue.busy()).toBe(true);
  });

  test('[U35] a refused old value does not overwrite what was typed since', async () => {
    const { queue, writes } = slowDisk();
    queue.put('jc01', 7, 'now');
    await vi.advanceTimersByTimeAsync(0);
    queue.put('jc01', 8, 'soon');
    writes[0]?.settle(refused(problem('storage.unavailable')));
    await vi.advanceTimersByTimeAsync(300);
    expect(writes.map(({ value }) => value)).toEqual([7, 8]);
  });

  test('[U33] a row added waits for its turn, and the stamp covers both', async () => {
    const { queue, states, answer, last } = slowDisk();
    queue.put('jc01', 7, 'now');
    let rowDone: ((outcome: Outcome<{ savedAt: string; rowId: string }>) => void) | undefined;
    const row = queue.run(() => new Promise<Outcome<{ savedAt: string; rowId: string }>>((settle) => (rowDone = settle)));
    await vi.advanceTimersByTimeAsync(0);
    await answer(0);
    expect(states.some((state) => state.kind === 'saved')).toBe(false);
    rowDone?.(ok({ savedAt: '2026-01-01T00:00:00Z', rowId: 'r1' }));
    expect(await row).toMatchObject({ kind: 'ok', value: { rowId: 'r1' } });
    expect(last()).toBe('saved');
  });

  test('[U34] [promise 1] an answer given while one row is being written and the next one waits is written, and so is that row', async () => {
    const { queue, writes, answer, last } = slowDisk();
    const rows: string[] = [];
    const row = (name: string) =>
      queue.run(
        () =>
          new Promise<Outcome<{ savedAt: string }>>((settle) => {
            rows.push(name);
            setTimeout(() => settle(ok({ savedAt: '2026-01-02T03:04:05Z' })), 100);
          }),
      );
    const both = Promise.all([row('r1'), row('r2')]);
    await vi.advanceTimersByTimeAsync(10);
    queue.put('jc01', 3, 'now');
    await vi.advanceTimersByTimeAsync(500);
    await both;
    expect(rows).toEqual(['r1', 'r2']);
    expect(writes.map(({ path }) => path)).toEqual(['jc01']);
    await answer(0);
    expect(last()).toBe('saved');
    expect(queue.busy()).toBe(false);
  });

  test('[U35] a refused row is said, and the message goes when nothing waits', async () => {
    const { queue, states, last } = slowDisk();
    const outcome = await queue.run(() => Promise.resolve(refused(problem('storage.full'))));
    expect(outcome.kind).toBe('refused');
    expect(states.at(-1)).toEqual({ kind: 'failed', problem: problem('storage.full'), waiting: 0 });
    expect(await queue.flush()).toBe(true);
    expect(last()).toBe('idle');
  });

  test('[U34] flush writes at once what typing still held back, in order', async () => {
    const { queue, writes, answer } = slowDisk();
    queue.put('a', 1, 'soon');
    queue.put('b', 2, 'soon');
    const flushed = queue.flush();
    await vi.advanceTimersByTimeAsync(0);
    await answer(0);
    await answer(1);
    expect(await flushed).toBe(true);
    expect(writes.map(({ path }) => path)).toEqual(['a', 'b']);
  });
});
