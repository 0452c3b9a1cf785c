import { createEffect, createRoot } from 'solid-js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emptyAnswers, type Answers } from '#engine/answers.ts';
import { ok, refused } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { openForm, recordingPort, withValues } from './form-fixture.ts';

const saved = ok({ savedAt: '2026-05-06T07:08:09.000Z' });
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an open form', () => {
  test('[U33] [promise 1] says saved only after the store did', async () => {
    const { port, hold } = recordingPort();
    const { form, dispose } = openForm(emptyAnswers, port);
    const store = hold();
    form.set('jc03', 'c', 'tap');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(form.saveState().kind).toBe('saving');
    store.release(saved);
    await settle();
    expect(form.saveState()).toEqual({ kind: 'saved', at: '2026-05-06T07:08:09.000Z' });
    dispose();
  });

  test('[U35] a refused write keeps the value on screen, in the score and in the queue', async () => {
    const { port, hold, writes } = recordingPort();
    const { form, dispose } = openForm(emptyAnswers, port);
    const store = hold();
    form.set('jc03', 'd', 'tap');
    await settle();
    store.release(refused(problem('storage.full')));
    await settle();
    expect(form.saveState()).toMatchObject({ kind: 'failed', problem: { code: 'storage.full' } });
    expect(form.node('jc03').value).toBe('d');
    expect(form.score().items['jc03']?.score).toBe(100);
    expect(form.busy()).toBe(true);
    const flushed = form.flush();
    await settle();
    expect(await flushed).toBe(true);
    expect(writes.map(({ value }) => value)).toEqual(['d', 'd']);
    dispose();
  });

  test('[U43] an edit reruns the widgets of the paths it changed and no others', async () => {
    const { port } = recordingPort();
    const { form, dispose } = openForm(emptyAnswers, port);
    const runs: string[] = [];
    const stop = createRoot((end) => {
      for (const path of ['equipment_digital', 'jc08', 'jc03', 'xy06']) {
        createEffect(() => {
          form.node(path);
          runs.push(path);
        });
      }
      return end;
    });
    runs.length = 0;
    form.set('equipment_total', 120, 'typing');
    form.set('equipment_digital', 30, 'typing');
    expect(runs).toEqual(['equipment_digital', 'jc08']);
    expect(form.node('jc08').value).toBe(25);
    stop();
    dispose();
  });

  test('[U44] a hidden question keeps what was typed and returns with it', () => {
    const { port } = recordingPort();
    const { form, dispose } = openForm(withValues({ production_type: 'discrete_mass' }), port);
    form.set('dx01', 'c', 'tap');
    form.set('production_type', 'process', 'tap');
    expect(form.node('dx01')).toMatchObject({ relevant: false, value: 'c' });
    form.set('production_type', 'mixed', 'tap');
    expect(form.node('dx01')).toMatchObject({ relevant: true, value: 'c' });
    dispose();
  });

  test('[U32] text that is no number stays, is written, and does not count', async () => {
    const { port, writes } = recordingPort();
    const { form, dispose } = openForm(emptyAnswers, port);
    form.set('jc01', '大概一半', 'typing');
    await vi.advanceTimersByTimeAsync(300);
    expect(writes).toEqual([{ kind: 'answer', path: 'jc01', value: '大概一半' }]);
    expect(form.node('jc01')).toMatchObject({ value: '大概一半', problem: { code: 'input.wrong-type' } });
    expect(form.score().items['jc01']?.score).toBeNull();
    dispose();
  });
});

describe('what others change meanwhile', () => {
  test('[U36] a stored change appears, except in the field that is being typed in', () => {
    const { port } = recordingPort();
    const before = withValues({ jc01: 3, jc03: 'a' });
    const { form, dispose } = openForm(before, port);
    form.set('jc01', 42, 'typing');
    form.takeStored(withValues({ jc01: 7, jc03: 'b' }));
    expect(form.node('jc01').value).toBe(42);
    expect(form.node('jc03').value).toBe('b');
    dispose();
  });

  test('[U36] a late read of the state before my own answer does not undo it', async () => {
    const { port } = recordingPort();
    const before = withValues({ jc03: 'a' });
    const { form, dispose } = openForm(before, port);
    form.set('jc03', 'c', 'tap');
    await settle();
    form.takeStored(withValues({ jc03: 'a' }));
    expect(form.node('jc03').value).toBe('c');
    form.takeStored(withValues({ jc03: 'c' }));
    expect(form.node('jc03').value).toBe('c');
    dispose();
  });

  test('[U36] a change that waited for the field to be left is taken in then, unless something was typed', async () => {
    const { port } = recordingPort();
    const { form, dispose } = openForm(withValues({ jc01: 3 }), port);
    form.set('jc01', 4, 'typing');
    await vi.advanceTimersByTimeAsync(300);
    form.takeStored(withValues({ jc01: 4 }));
    form.takeStored(withValues({ jc01: 9 }));
    expect(form.node('jc01').value).toBe(4);
    form.leave('jc01');
    expect(form.node('jc01').value).toBe(9);
    dispose();
  });

  test('[U36] what was read during a write does not come back when the field is left', async () => {
    const { port } = recordingPort();
    const { form, dispose } = openForm(withValues({ jc03: 'a' }), port);
    form.set('jc03', 'b', 'tap');
    form.takeStored(withValues({ jc03: 'c' }));
    await settle();
    form.leave('jc03');
    expect(form.node('jc03').value).toBe('b');
    dispose();
  });
});

describe('rows', () => {
  const three: Answers = {
    values: {},
    rows: {
      key_processes: ['r1', 'r2', 'r3'].map((id) => ({ id, values: { key_process_name: id, key_process_controlled: 'yes' } })),
    },
  };

  test('[U45] a removed row leaves the screen at once, the store after its undo time', async () => {
    const { port, writes } = recordingPort();
    const { form, dispose } = openForm(three, port);
    form.removeRow('key_processes', 'r2');
    expect(form.rows('key_processes')).toEqual(['r1', 'r3']);
    expect(form.busy()).toBe(true);
    await vi.advanceTimersByTimeAsync(5_900);
    expect(writes).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(writes).toEqual([{ kind: 'remove-row', path: 'r2', value: null }]);
    dispose();
  });

  test('[U45] undo brings the row back whole, at its place', async () => {
    const { port, writes } = recordingPort();
    const { form, dispose } = openForm(three, port);
    form.removeRow('key_processes', 'r2');
    form.undo()?.run();
    expect(form.rows('key_processes')).toEqual(['r1', 'r2', 'r3']);
    expect(form.node('key_processes/r2/key_process_name').value).toBe('r2');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(writes).toEqual([]);
    dispose();
  });

  test('[U45] leaving the form writes a removal without waiting; a refusal brings the row back', async () => {
    const { port, hold } = recordingPort();
    const { form, dispose } = openForm(three, port);
    form.removeRow('key_processes', 'r3');
    const store = hold();
    const flushed = form.flush();
    await settle();
    store.release(refused(problem('storage.unavailable')));
    await settle();
    expect(await flushed).toBe(false);
    expect(form.rows('key_processes')).toEqual(['r1', 'r2', 'r3']);
    expect(form.saveState().kind).toBe('failed');
    dispose();
  });

  test('[U45] a new row has the id the store gave it', async () => {
    const { port } = recordingPort();
    const { form, dispose } = openForm(three, port);
    const added = form.addRow('key_processes');
    await settle();
    expect(await added).toBe('new1');
    expect(form.rows('key_processes')).toEqual(['r1', 'r2', 'r3', 'new1']);
    dispose();
  });
});
