import { Dexie } from 'dexie';
import type { RecordingRow } from '../database.ts';
import { recordingPieceId } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Recording } from '../views.ts';

/** Voice notes of an assessment that are no evidence yet: under way in some tab, or cut off. */
export async function listRecordings(store: Store, assessmentId: string): Promise<readonly Recording[]> {
  const heads = await store.db.recordings.where('[assessment+n]').equals([assessmentId, 0]).toArray();
  const lasts = await Promise.all(heads.map(({ recordingId }) => piecesOf(store, recordingId).last()));
  return Promise.all(
    heads.map(async ({ recordingId, sealed }, index) => {
      const about = await Promise.resolve(store.codec.open('recordings', recordingPieceId(recordingId, 0), sealed));
      const told = about as Pick<Recording, 'question' | 'mime' | 'begunAt' | 'moment'>;
      return { ...told, recordingId, assessmentId, elapsed: lasts[index]?.elapsed ?? 0 };
    }),
  );
}

/** All that was kept of it. */
export async function readRecording(store: Store, { recordingId, mime }: Recording): Promise<Blob> {
  const rows: readonly RecordingRow[] = await piecesOf(store, recordingId).toArray();
  const parts = rows
    .filter(({ n }) => n > 0)
    .map(({ n, sealed }) => store.codec.openBytes('recordings', recordingPieceId(recordingId, n), sealed));
  return new Blob(await Promise.all(parts), { type: mime });
}

function piecesOf(store: Store, recordingId: string) {
  return store.db.recordings.where('[recordingId+n]').between([recordingId, Dexie.minKey], [recordingId, Dexie.maxKey]);
}
