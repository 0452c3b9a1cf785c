/** Per record the truth that a screen may show: on this phone, on its way, or verified at the server. */
import { Dexie } from 'dexie';
import type { EvidenceRow, OpRow, StoreDatabase, UploadRow } from '../database.ts';
import type { PhotoCount, RecordLocation } from '../views.ts';

export type Pending = { readonly offered: number; readonly quarantined: number; readonly oldestAt: string | null };

/** Unsent and refused ops by assessment or enterprise: reads the outbox, not the log. */
export async function pendingByOwner(db: StoreDatabase): Promise<ReadonlyMap<string, Pending>> {
  const [offered, quarantined] = await Promise.all([
    db.ops.where('[offered+order]').between([1, Dexie.minKey], [1, Dexie.maxKey]).toArray(),
    db.ops.where('state').equals('quarantined').toArray(),
  ]);
  const all = new Map<string, Pending>();
  const add = (row: OpRow, change: (before: Pending) => Pending): void =>
    void all.set(row.owner, change(all.get(row.owner) ?? { offered: 0, quarantined: 0, oldestAt: null }));
  for (const row of offered) {
    const oldest = (before: string | null): string => (before !== null && before < row.at ? before : row.at);
    add(row, (before) => ({ ...before, offered: before.offered + 1, oldestAt: oldest(before.oldestAt) }));
  }
  for (const row of quarantined) add(row, (before) => ({ ...before, quarantined: before.quarantined + 1 }));
  return all;
}

/** The same of one record, counted by the database: a day without a network leaves a long outbox. */
export async function pendingOf(db: StoreDatabase, owner: string): Promise<Pick<Pending, 'offered' | 'quarantined'>> {
  const [offered, quarantined] = await Promise.all([
    db.ops.where('[offered+owner]').equals([1, owner]).count(),
    db.ops.where('[state+owner]').equals(['quarantined', owner]).count(),
  ]);
  return { offered, quarantined };
}

export function countPhotos(evidence: readonly EvidenceRow[], uploads: ReadonlyMap<string, UploadRow>): PhotoCount {
  const live = evidence.filter(({ voided }) => voided === 0);
  return {
    total: live.length,
    verified: live.filter(({ committedAt }) => committedAt !== null).length,
    uploading: live.filter(({ evidenceId, committedAt }) => committedAt === null && isRunning(uploads.get(evidenceId))).length,
  };
}

export function recordLocation(pending: Pending | undefined, photos: PhotoCount): RecordLocation {
  if ((pending?.offered ?? 0) > 0 || (pending?.quarantined ?? 0) > 0) return 'phone';
  if (photos.verified === photos.total) return 'verified';
  return photos.uploading > 0 || photos.verified > 0 ? 'uploading' : 'phone';
}

export function photoLocation(row: EvidenceRow, upload: UploadRow | undefined): RecordLocation {
  if (row.committedAt !== null) return 'verified';
  return isRunning(upload) ? 'uploading' : 'phone';
}

function isRunning(upload: UploadRow | undefined): boolean {
  return upload !== undefined && (upload.running === 1 || upload.sent > 0);
}
