/**
 * Every night some of the stored files are hashed again, the one that waited longest first, so that a disk that forgets is noticed while
 * a phone, a backup or a second copy may still have the photo. Nothing is ever deleted or repaired here.
 *
 *   never looked at, or damaged last time ▶ this night
 *   whole                                 ▶ within 28 nights
 */
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { evidencePath, hashFile } from '../blobs/commit-evidence.ts';
import type { ServerContext } from '../context.ts';
import { appendAudit } from '../db/audit.ts';
import { readSetting } from '../db/settings.ts';
import type { Database, Tables } from '../db/schema.ts';

type Found = Tables['file_checks']['found'];

export type Scrubbed = { readonly checked: number; readonly bytes: number; readonly damaged: number };

export type ScrubOptions = {
  /** Files to hash, so many bytes a second at most; answering comes first. */
  readonly bytesPerSecond: number;
  /** Ends the round after the file under way. */
  readonly stopped: () => boolean;
};

const [hour, day] = [60 * 60 * 1000, 24 * 60 * 60 * 1000];
const nights = 28;

/** One round if one is due: at night in China, or at any time once two nights were missed. Of several processes one takes it. */
export async function scrubWhenDue(server: ServerContext, options: ScrubOptions): Promise<Scrubbed | null> {
  const now = server.now();
  const { db } = server.open;
  const before = await readSetting(db, lastRound);
  const since = before === null ? Infinity : now - Date.parse(before);
  const chinaHour = new Date(now + 8 * hour).getUTCHours();
  const isNight = chinaHour >= 1 && chinaHour < 5;
  if (since < 20 * hour || (!isNight && since < 2 * day)) return null;
  return (await claim(db, before, new Date(now).toISOString())) ? scrubEvidence(server, options) : null;
}

const lastRound = 'scrubbedAt';

/** False where another process was faster. */
async function claim(db: Database, before: string | null, now: string): Promise<boolean> {
  if (before === null) {
    const made = await db
      .insertInto('settings')
      .values({ key: lastRound, value: now })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    return made.numInsertedOrUpdatedRows === 1n;
  }
  const moved = await db
    .updateTable('settings')
    .set({ value: now })
    .where('key', '=', lastRound)
    .where('value', '=', before)
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}

export async function scrubEvidence(server: ServerContext, { bytesPerSecond, stopped }: ScrubOptions): Promise<Scrubbed> {
  const { db } = server.open;
  const { files } = await db
    .selectFrom('evidence_files')
    .select(({ fn }) => fn.count<number>('sha256').distinct().as('files'))
    .executeTakeFirstOrThrow();
  const share = Math.ceil(files / nights);
  // Damaged ones come on top, so that many of them never keep the others waiting.
  const again = (await damagedFiles(db)).slice(0, share);
  const due = [...again, ...(await longestUnseen(db, share))];
  let [checked, bytes, damaged] = [0, 0, 0];
  for (const { sha256, size, found: before } of due) {
    if (stopped()) break;
    const found = await look(server, sha256);
    if (found !== before) await tell(server, sha256, found, before);
    await note(db, sha256, found, new Date(server.now()).toISOString());
    checked += 1;
    bytes += size;
    if (found !== 'whole') damaged += 1;
    await pause((size / bytesPerSecond) * 1000);
  }
  return { checked, bytes, damaged };
}

type Due = { readonly sha256: string; readonly size: number; readonly found: Found | null };

async function longestUnseen(db: Database, limit: number): Promise<readonly Due[]> {
  return files(db)
    .where(({ eb, or }) => or([eb('found', 'is', null), eb('found', '=', 'whole')]))
    .orderBy(({ fn, val }) => fn.coalesce('checked_at', val('')))
    .orderBy('committed_at')
    .limit(limit)
    .execute();
}

async function damagedFiles(db: Database): Promise<readonly Due[]> {
  return files(db).where('found', '!=', 'whole').orderBy('checked_at').execute();
}

/** Each file once, whatever number of pieces it belongs to. */
function files(db: Database) {
  return db
    .selectFrom('evidence_files')
    .leftJoin('file_checks', 'file_checks.sha256', 'evidence_files.sha256')
    .select(({ fn }) => [
      'evidence_files.sha256',
      fn.max('evidence_files.size').as('size'),
      fn.min('committed_at').as('committed_at'),
      'found',
      'checked_at',
    ])
    .groupBy(['evidence_files.sha256', 'found', 'checked_at']);
}

async function look({ folders }: ServerContext, sha256: string): Promise<Found> {
  const path = evidencePath(folders.evidence, sha256);
  if ((await stat(path).catch(() => null)) === null) return 'missing';
  // A disk that gives an error when read has lost it as well.
  return (await hashFile(path).catch(() => null)) === sha256 ? 'whole' : 'changed';
}

/** In the audit log of each piece; a file that is whole for the first time is what was expected. */
async function tell({ open, now }: ServerContext, sha256: string, found: Found, before: Found | null): Promise<void> {
  if (before === null && found === 'whole') return;
  const pieces = await open.db.selectFrom('evidence_files').select('evidence_id').where('sha256', '=', sha256).execute();
  const kind = found === 'whole' ? 'evidence.whole' : 'evidence.damaged';
  const events = pieces.map(({ evidence_id: subject }) => ({ kind, person: '', subject, detail: found }));
  await open.db.transaction().execute((tx) => appendAudit(tx, open.kind, events, new Date(now()).toISOString()));
}

async function note(db: Database, sha256: string, found: Found, at: string): Promise<void> {
  await db
    .insertInto('file_checks')
    .values({ sha256, checked_at: at, found })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ checked_at: at, found }))
    .execute();
}

export type ScrubState = {
  /** Stored files, and how many of them were looked at in the last 31 days. */
  readonly files: number;
  readonly recent: number;
  readonly lastRoundAt: string | null;
};

export async function scrubState({ open: { db }, now }: ServerContext): Promise<ScrubState> {
  const from = new Date(now() - 31 * day).toISOString();
  const held = await files(db).execute();
  const recent = held.filter(({ checked_at: at }) => at !== null && at >= from).length;
  return { files: held.length, recent, lastRoundAt: await readSetting(db, lastRound) };
}
