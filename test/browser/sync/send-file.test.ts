import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { listUploads } from '#store/commands/track-upload.ts';
import type { OpenUpload } from '#sync/open-upload.ts';
import { sendFile, stallLimit } from '#sync/send-file.ts';
import { newAssessment, newStore, photo, value } from '../store/test-store.ts';
import { testServer } from './test-server.ts';

// The upload's own clock and timer are the test's; the database goes on in real time.
beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => vi.useRealTimers());

async function setUp(openUpload: (open: number) => OpenUpload) {
  const store = await newStore();
  const id = await newAssessment(store);
  const picture = photo(id, 300_000, 6);
  value(await attachEvidence(store, id, 'jc01', picture));
  const [job] = await listUploads(store);
  if (job === undefined) throw new Error('attached above');
  let monotonic = 0;
  let opened = 0;
  const ports = {
    ...testServer(store).ports,
    clock: { now: () => Date.now(), monotonic: () => monotonic },
    openUpload: ((...upload) => openUpload((opened += 1))(...upload)) satisfies OpenUpload,
  };
  const wait = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 1000) {
      monotonic += 1000;
      await vi.advanceTimersByTimeAsync(1000);
    }
  };
  return { store, job, ports, wait, bytes: new Uint8Array(picture.bytes), opened: () => opened };
}

test('[Y24] an upload without progress for 20 seconds is stopped and resumed at its url', async () => {
  const stopped: number[] = [];
  const resumedAt: (string | null)[] = [];
  const { store, job, ports, wait, bytes } = await setUp((open) => async ({ uploadUrl }, events) => {
    resumedAt.push(uploadUrl);
    if (open === 1) {
      events.onUrl('/api/files/u1');
      events.onProgress(100_000);
    } else events.onDone('/api/files/u1');
    return () => void stopped.push(open);
  });
  const sending = sendFile(store, ports, job, bytes);
  await vi.advanceTimersByTimeAsync(0);
  await wait(stallLimit - 1000);
  expect(stopped).toEqual([]);
  await wait(2000);
  expect(await sending).toEqual({ kind: 'ok', value: '/api/files/u1' });
  expect(stopped).toEqual([1]);
  expect(resumedAt).toEqual([null, '/api/files/u1']);
  // Noted for the next start of the app as well.
  expect((await listUploads(store))[0]).toMatchObject({ uploadUrl: '/api/files/u1', sent: 100_000 });
});

test('[Y25] progress keeps a slow upload alive', async () => {
  let events: Parameters<OpenUpload>[1] | null = null;
  const { store, job, ports, wait, bytes, opened } = await setUp(() => async (_request, given) => {
    events = given;
    return () => undefined;
  });
  const sending = sendFile(store, ports, job, bytes);
  await vi.advanceTimersByTimeAsync(0);
  for (let part = 1; part <= 5; part += 1) {
    await wait(15_000);
    (events as Parameters<OpenUpload>[1] | null)?.onProgress(part * 50_000);
  }
  (events as Parameters<OpenUpload>[1] | null)?.onDone('/api/files/slow');
  expect(await sending).toEqual({ kind: 'ok', value: '/api/files/slow' });
  expect(opened()).toBe(1);
});

test('[Y26] what the server answers to an upload keeps its meaning', async () => {
  for (const [status, code] of [
    [401, 'auth.signed-out'],
    [null, 'network.unreachable'],
    [500, 'server.failed'],
    [413, 'evidence.too-large'],
  ] as const) {
    const { store, job, ports, bytes } = await setUp(() => async (_request, events) => {
      events.onFailed(status);
      return () => undefined;
    });
    expect(await sendFile(store, ports, job, bytes)).toMatchObject({ kind: 'refused', problem: { code } });
  }
});
