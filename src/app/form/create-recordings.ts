import { createEffect, createMemo, createSignal, type Accessor } from 'solid-js';
import { bootedAt } from '#app/boot.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { newId, type EntityId } from '#shared/ids.ts';
import { dropRecording, keepRecording, type RecordingPiece } from '#store/commands/keep-recording.ts';
import { captureMoment } from '#store/queries/capture-moment.ts';
import { listRecordings, readRecording } from '#store/queries/read-recordings.ts';
import type { Store } from '#store/store.ts';
import type { Recording } from '#store/views.ts';
import type { KeptRecording, RecordingPort } from './evidence-port.ts';

/** Voice notes of an assessment, kept piece by piece as they are recorded: the page may die over them. */
export function createRecordings(store: Store, assessmentId: EntityId): RecordingPort {
  const releases = new Map<string, () => void>();
  const release = (recordingId: string): void => {
    releases.get(recordingId)?.();
    releases.delete(recordingId);
  };
  return {
    cutOff: createCutOff(store, assessmentId),
    begin: (question, mime) => {
      const recordingId = newId(store.random.bytes);
      releases.set(recordingId, holdAlive(recordingId));
      const begunAt = new Date(store.clock.now()).toISOString();
      const about = captureMoment(store).then((moment) => ({ recordingId, assessmentId, question, mime, begunAt, moment }));
      return keeper(store, recordingId, about);
    },
    read: (recording) => readRecording(store, recording),
    release,
    drop: async (recordingId) => {
      await dropRecording(store, recordingId);
      release(recordingId);
    },
  };
}

/** A piece that could not be written is written with the next one: there is never a gap. */
function keeper(store: Store, recordingId: string, about: Promise<Omit<Recording, 'elapsed'>>): KeptRecording {
  let waiting: readonly RecordingPiece[] = [];
  let count = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const write = async (piece: Blob, n: number, elapsed: number): Promise<void> => {
    waiting = [...waiting, { n, bytes: new Uint8Array(await piece.arrayBuffer()), elapsed }];
    const kept = await keepRecording(store, await about, waiting);
    if (kept.kind === 'ok') waiting = [];
  };
  return {
    recordingId,
    add: (piece, elapsed) => {
      const n = ++count;
      turn = turn.then(() => write(piece, n, elapsed)).catch(() => undefined);
    },
    settled: () => turn,
  };
}

/** A Web Lock lives as long as the page that records, or tries to save what it recorded. */
function holdAlive(recordingId: string): () => void {
  if (!('locks' in navigator)) return () => undefined;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(lockName(recordingId), () => held);
  return () => release();
}

/** Those that no living page holds, as soon as their page is gone or at an end with them; without Web Locks, those that were begun before this page. */
function createCutOff(store: Store, assessmentId: EntityId): Accessor<readonly Recording[]> {
  const all = fromLive<readonly Recording[]>(() => listRecordings(store, assessmentId), []);
  const [dead, setDead] = createSignal<ReadonlySet<string>>(new Set());
  const asked = new Set<string>();
  createEffect(() => {
    for (const { recordingId, begunAt } of all()) {
      if (asked.has(recordingId)) continue;
      asked.add(recordingId);
      const bury = (): void => void setDead((before) => new Set(before).add(recordingId));
      if ('locks' in navigator) void navigator.locks.request(lockName(recordingId), bury);
      else if (Date.parse(begunAt) < bootedAt) bury();
    }
  });
  const cutOff = (): readonly Recording[] => all().filter(({ recordingId }) => dead().has(recordingId));
  // Read anew with each piece of another one: the same ones stay the same, and go on sounding.
  return createMemo(cutOff, [], { equals: (a, b) => idsOf(a) === idsOf(b) });
}

function idsOf(recordings: readonly Recording[]): string {
  return recordings.map(({ recordingId }) => recordingId).join();
}

function lockName(recordingId: string): string {
  return `recording|${recordingId}`;
}
