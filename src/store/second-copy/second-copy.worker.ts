/** Keeps the second copy up to date: what is unsent in the database and not in the copy goes in, what was confirmed goes out. */
import type { ChunkRow, EvidenceRow, OpRow, ThumbnailRow } from '../database.ts';
import { canWriteFiles, namesIn, openForWriting, personFolder, readFile, removeUnfinished, subfolder } from './copy-files.ts';
import { copyPaths, photoId, photoMark, writeFrame } from '#replica/copy-format.ts';
import type { CopyEntry } from '#replica/copy-format.ts';
import { appendFrames, isMostlyConfirmed, loadJournal, rewriteJournal } from './copy-journal.ts';
import type { Journal } from './copy-journal.ts';
import { copyLock } from './copy-messages.ts';
import type { CopyJob, CopyState, FromCopyWorker, ToCopyWorker } from './copy-messages.ts';
import { openDatabase } from './copy-database.ts';
import type { CopyDatabase } from './copy-database.ts';

/** Room that the copy leaves to the originals. */
const reserveForOps = 8 * 1024 * 1024;
const reserveForPhotos = 64 * 1024 * 1024;
const opsPerFrameBatch = 100;

let job: CopyJob | null = null;
let journal: Journal | null = null;
const whole = new Set<string>();
let free = Infinity;
let running = false;
let again = false;

self.addEventListener('message', ({ data }: MessageEvent<ToCopyWorker>) => {
  job = data.job ?? job;
  free = data.free ?? Infinity;
  void turnUntilQuiet();
});

async function turnUntilQuiet(): Promise<void> {
  again = true;
  if (running) return;
  running = true;
  while (again) {
    again = false;
    if (job !== null) await safely(job);
  }
  running = false;
}

async function safely(work: CopyJob): Promise<void> {
  if (!canWriteFiles()) {
    say({ kind: 'unsupported' });
    return;
  }
  try {
    const run = (): Promise<CopyState | null> => turn(work);
    const { locks } = navigator;
    const state = await (locks === undefined ? run() : locks.request(copyLock(work.person), run));
    if (state !== null) say(state);
  } catch (error) {
    journal = null;
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    say({ kind: 'behind', reason: full ? 'no-room' : 'failed', ops: 0, photos: whole.size });
  }
}

/** Null: the database is gone or begins another life, and what the copy holds is no longer this turn's to change. */
async function turn(work: CopyJob): Promise<CopyState | null> {
  const db = await openDatabase(work.database);
  if (db === null) return null;
  try {
    const mark = await db.read(['meta'], (tx) => tx.objectStore('meta').get('second-copy') as IDBRequest<unknown>);
    if ((mark as { readonly generation?: string } | undefined)?.generation !== work.generation) return null;
    const parent = await personFolder(work.person, true);
    const folder = parent === null ? null : await subfolder(parent, work.generation, true);
    if (folder === null) return null;
    if (journal === null) await removeUnfinished(folder);
    const ops = await copyOps(db, folder, work);
    const photos = await copyPhotos(db, folder);
    if (ops.lost || photos.lost) tell({ kind: 'lost' });
    const counts = { ops: ops.count, photos: photos.count };
    if (ops.waiting + photos.waiting > 0) return { kind: 'behind', reason: 'no-room', ...counts };
    return { kind: 'whole', ...counts };
  } finally {
    db.close();
  }
}

type Copied = { readonly count: number; readonly waiting: number; readonly lost: boolean };

async function copyOps(db: CopyDatabase, folder: FileSystemDirectoryHandle, work: CopyJob): Promise<Copied> {
  const unsent = await unsentHashes(db);
  const loaded = await loadJournal(folder, journal);
  const lost = await hasLost(db, loaded, new Set(unsent));
  const missing = unsent.filter((hash) => !loaded.hashes.has(hash));
  const live = unsent.length - missing.length;
  if (free <= reserveForOps) return { count: live, waiting: missing.length, lost };
  journal = loaded;
  if (!lost && isMostlyConfirmed(loaded, live)) {
    const rows = await opRows(db, unsent);
    journal = await rewriteJournal(folder, loaded, work.header, rows.map(opFrame), unsent);
    return { count: unsent.length, waiting: 0, lost };
  }
  journal = await appendFrames(folder, loaded, work.header, [], []);
  for (let start = 0; start < missing.length; start += opsPerFrameBatch) {
    const hashes = missing.slice(start, start + opsPerFrameBatch);
    const rows = await opRows(db, hashes);
    journal = await appendFrames(folder, journal, work.header, rows.map(opFrame), hashes);
  }
  return { count: unsent.length, waiting: 0, lost };
}

function unsentHashes(db: CopyDatabase): Promise<readonly string[]> {
  const unsent = IDBKeyRange.bound([1], [1, []]);
  return db.read(['ops'], (tx) => tx.objectStore('ops').index('[offered+order]').getAllKeys(unsent)) as Promise<
    readonly string[]
  >;
}

/** Ops never leave the database: one of the copy that is not in it was lost there. */
async function hasLost(db: CopyDatabase, held: Journal, unsent: ReadonlySet<string>): Promise<boolean> {
  for (const hash of held.hashes) {
    if (unsent.has(hash)) continue;
    if ((await db.read(['ops'], (tx) => tx.objectStore('ops').getKey(hash))) === undefined) return true;
  }
  return false;
}

async function opRows(db: CopyDatabase, hashes: readonly string[]): Promise<readonly OpRow[]> {
  const rows: OpRow[] = [];
  for (const hash of hashes) rows.push(await db.read(['ops'], (tx) => tx.objectStore('ops').get(hash) as IDBRequest<OpRow>));
  return rows;
}

function opFrame({ sealed, ...row }: OpRow): Uint8Array<ArrayBuffer> {
  return writeFrame({ kind: 'op', row }, sealed);
}

async function copyPhotos(db: CopyDatabase, folder: FileSystemDirectoryHandle): Promise<Copied> {
  const unsent = (await db.read(['uploads'], (tx) => tx.objectStore('uploads').getAllKeys())) as readonly string[];
  const held = (await namesIn(folder)).map(photoId).filter((id) => id !== null);
  let lost = false;
  for (const id of held) {
    if (unsent.includes(id)) continue;
    const row = await evidenceRow(db, id);
    if (row === undefined || (row.chunks === 0 && row.committedAt === null)) lost = true;
    else {
      await folder.removeEntry(copyPaths.photo(id));
      whole.delete(id);
    }
  }
  let waiting = 0;
  for (const id of unsent) {
    if (whole.has(id) && held.includes(id)) continue;
    if (held.includes(id) && (await isWhole(folder, id))) whole.add(id);
    else if (await copyPhoto(db, folder, id)) whole.add(id);
    else waiting += 1;
  }
  return { count: unsent.length - waiting, waiting, lost };
}

async function isWhole(folder: FileSystemDirectoryHandle, id: string): Promise<boolean> {
  const start = (await readFile(folder, copyPaths.photo(id))).subarray(0, photoMark.length);
  return new TextDecoder().decode(start) === photoMark;
}

/** False when there is no room, or when the bytes are not on this phone. */
async function copyPhoto(db: CopyDatabase, folder: FileSystemDirectoryHandle, id: string): Promise<boolean> {
  const row = await evidenceRow(db, id);
  if (row === undefined || row.chunks === 0) return false;
  if (free - reserveForPhotos < row.size * 2) return false;
  const file = await openForWriting(folder, copyPaths.photo(id), 0);
  try {
    let end = photoMark.length;
    const add = async (entry: CopyEntry, sealed: ArrayBuffer | null): Promise<void> => {
      const frame = writeFrame(entry, sealed);
      await file.write(frame, end);
      end += frame.length;
    };
    await add({ kind: 'photo', row }, null);
    const thumbnail = await db.read(
      ['thumbnails'],
      (tx) => tx.objectStore('thumbnails').get(id) as IDBRequest<ThumbnailRow | undefined>,
    );
    if (thumbnail !== undefined) await add({ kind: 'thumbnail' }, thumbnail.sealed);
    for (let n = 0; n < row.chunks; n += 1) {
      const chunk = await db.read(['chunks'], (tx) => tx.objectStore('chunks').get([id, n]) as IDBRequest<ChunkRow>);
      await add({ kind: 'chunk', n }, chunk.sealed);
    }
    await file.flush();
    await file.write(new TextEncoder().encode(photoMark), 0);
    await file.close();
    free -= end;
    return true;
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

function evidenceRow(db: CopyDatabase, id: string): Promise<EvidenceRow | undefined> {
  return db.read(['evidence'], (tx) => tx.objectStore('evidence').get(id) as IDBRequest<EvidenceRow | undefined>);
}

function say(state: CopyState): void {
  tell({ kind: 'state', state });
}

function tell(message: FromCopyWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  self.postMessage(message);
}
