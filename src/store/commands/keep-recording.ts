import { Dexie } from 'dexie';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { RecordingRow } from '../database.ts';
import { recordingPieceId } from '../rows.ts';
import type { Saved } from '../saved.ts';
import { storageOutcome, withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';
import type { Recording } from '../views.ts';
import { savedAt } from '../write-step.ts';

export type RecordingPiece = {
  /** From 1 on. */
  readonly n: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly elapsed: number;
};

/** Not an op: until it is evidence it concerns this phone alone. What it is comes with its first piece. */
export function keepRecording(
  store: Store,
  { recordingId, assessmentId: assessment, ...about }: Omit<Recording, 'elapsed'>,
  pieces: readonly RecordingPiece[],
): Promise<Outcome<Saved>> {
  return storageOutcome(async () => {
    const rows: RecordingRow[] = [];
    for (const { n, bytes, elapsed } of pieces) {
      if (n === 1) {
        const sealed = await store.codec.seal('recordings', recordingPieceId(recordingId, 0), about);
        rows.push({ recordingId, n: 0, assessment, elapsed: 0, sealed });
      }
      const sealed = await store.codec.sealBytes('recordings', recordingPieceId(recordingId, n), bytes);
      rows.push({ recordingId, n, assessment, elapsed, sealed });
    }
    await withHandle(store.db, () => store.db.recordings.bulkPut(rows));
    return ok({ savedAt: savedAt(store) });
  });
}

/** It has become evidence, or the person threw it away. */
export function dropRecording(store: Store, recordingId: string): Promise<Outcome<Saved>> {
  return storageOutcome(async () => {
    const range = [
      [recordingId, Dexie.minKey],
      [recordingId, Dexie.maxKey],
    ] as const;
    await withHandle(store.db, () =>
      store.db.recordings
        .where('[recordingId+n]')
        .between(...range)
        .delete(),
    );
    return ok({ savedAt: savedAt(store) });
  });
}
