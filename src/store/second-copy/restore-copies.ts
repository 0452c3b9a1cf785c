/** Brings back from the second copies what the database does not have. Can be repeated: what is there already is left alone. */
import { Dexie } from 'dexie';
import { planRestore } from '#replica/plan-restore.ts';
import { chunkId } from '#replica/seal-binding.ts';
import type { OwnOp } from '#replica/client-state.ts';
import { newUpload } from '../write-plan.ts';
import type { ChunkRow, EvidenceRow, OpRow } from '../database.ts';
import { openOp } from '../rows.ts';
import { withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';
import { writeDecision } from '../write-decision.ts';
import type { Frame } from '#replica/copy-format.ts';
import { findCopy, listGenerations, readCopiedPhoto, removeCopy } from './find-copies.ts';
import type { FoundCopy } from './find-copies.ts';

export type Restored = {
  readonly ops: number;
  readonly photos: number;
  /** What does not open with this person's key, or is not whole. It stays where it is. */
  readonly unreadable: number;
};

const nothing: Restored = { ops: 0, photos: 0, unreadable: 0 };

/** Whether a former life of the database left a copy behind. */
export async function hasFormerCopies(store: Store): Promise<boolean> {
  const own = await ownGeneration(store);
  return (await listGenerations(store.profile.personId)).some((generation) => generation !== own);
}

export async function restoreCopies(store: Store): Promise<Restored> {
  const own = await ownGeneration(store);
  let sum = nothing;
  for (const generation of await listGenerations(store.profile.personId)) {
    const copy = await findCopy(store.profile.personId, generation);
    if (copy === null) continue;
    const restored = await restoreOne(store, copy);
    sum = {
      ops: sum.ops + restored.ops,
      photos: sum.photos + restored.photos,
      unreadable: sum.unreadable + restored.unreadable,
    };
    if (generation !== own && restored.unreadable === 0) await removeCopy(copy);
  }
  return sum;
}

async function ownGeneration({ db }: Store): Promise<string | null> {
  const row = await withHandle(db, () => db.meta.get('second-copy'));
  return row?.key === 'second-copy' ? row.generation : null;
}

async function restoreOne(store: Store, copy: FoundCopy): Promise<Restored> {
  const opened = await Promise.all(copy.ops.map((frame) => openCopied(store, frame)));
  const readable = opened.filter((own) => own !== null).sort((a, b) => a.order - b.order);
  const ops = await restoreOps(store, readable);
  let photos = 0;
  let unreadable = opened.length - readable.length;
  for (const evidenceId of copy.photos) {
    const outcome = await restorePhoto(store, copy, evidenceId);
    if (outcome === 'restored') photos += 1;
    if (outcome === 'unreadable') unreadable += 1;
  }
  return { ops, photos, unreadable };
}

async function openCopied(store: Store, { entry, sealed }: Frame): Promise<OwnOp | null> {
  if (entry.kind !== 'op') return null;
  const row: OpRow = { ...entry.row, sealed: sealed.buffer };
  return openOp(store.codec, row).catch(() => null);
}

async function restoreOps(store: Store, found: readonly OwnOp[]): Promise<number> {
  if (found.length === 0) return 0;
  const { reader, keys } = store;
  const { device, seq } = await withHandle(store.db, () => reader.meta());
  // The chain went further than the database knows: nobody can tell how far, so it is not written any more.
  const fell = found.some(({ op }) => op.device === device && op.seq > seq);
  const fresh = fell ? await keys.make(device) : null;
  const written = await writeDecision(store, async () => {
    const plan = await planRestore(reader, found, fresh);
    return { plan, result: plan?.ops.length ?? 0 };
  });
  if (written.kind === 'refused') throw new Error(`the copy was not restored: ${written.problem.code}`);
  return written.value;
}

/** Each photo in a transaction of its own: with little room the first ones are safe before the last is tried. */
async function restorePhoto(store: Store, copy: FoundCopy, evidenceId: string): Promise<'restored' | 'there' | 'unreadable'> {
  const { db } = store;
  const known = await withHandle(db, () => db.evidence.get(evidenceId));
  // One that the server has confirmed may have been taken off the phone to make room.
  if (known !== undefined && (known.committedAt !== null || (await isComplete(store, known)))) return 'there';
  const frames = await readCopiedPhoto(copy, evidenceId);
  const photo = frames?.find(({ entry }) => entry.kind === 'photo')?.entry;
  if (frames === null || photo?.kind !== 'photo') return 'unreadable';
  const chunks = frames.flatMap(({ entry, sealed }): ChunkRow[] =>
    entry.kind === 'chunk' ? [{ evidenceId, n: entry.n, sealed: sealed.buffer }] : [],
  );
  const thumbnail = frames.find(({ entry }) => entry.kind === 'thumbnail')?.sealed.buffer;
  if (chunks.length !== photo.row.chunks || !(await opens(store, chunks[0]))) return 'unreadable';
  await withHandle(db, () =>
    db.transaction('rw', db.evidence, db.chunks, db.thumbnails, db.uploads, async () => {
      const now = await db.evidence.get(evidenceId);
      const row: EvidenceRow = { ...photo.row, voided: now?.voided ?? photo.row.voided, committedAt: now?.committedAt ?? null };
      await db.chunks.bulkPut(chunks);
      if (thumbnail !== undefined) await db.thumbnails.put({ evidenceId, sealed: thumbnail });
      await db.evidence.put(row);
      if (row.voided === 0 && row.committedAt === null) await db.uploads.put(newUpload(row));
    }),
  );
  return 'restored';
}

async function isComplete({ db }: Store, { evidenceId, chunks }: EvidenceRow): Promise<boolean> {
  const held = await withHandle(db, () =>
    db.chunks.where('[evidenceId+n]').between([evidenceId, Dexie.minKey], [evidenceId, Dexie.maxKey]).count(),
  );
  return chunks > 0 && held === chunks;
}

async function opens(store: Store, chunk: ChunkRow | undefined): Promise<boolean> {
  if (chunk === undefined) return false;
  const { evidenceId, n, sealed } = chunk;
  return store.codec.openBytes('chunks', chunkId(evidenceId, n), sealed).then(
    () => true,
    () => false,
  );
}
