/**
 * Puts a backup in place of what is there. The server must be stopped. The database that was there is set aside, never deleted; the
 * epoch changes, so that each phone offers again what it holds; a photo that the backup lacks counts as not committed, so that the
 * phones send it again.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { evidencePath, hashFile, syncToDisk } from '../blobs/commit-evidence.ts';
import type { ServerContext } from '../context.ts';
import { appendAudit } from '../db/audit.ts';
import { openPostgres } from '../db/open-database.ts';
import { restorePostgres, dumpPostgres } from '../db/postgres-tools.ts';
import { renewEpoch } from '../db/settings.ts';
import { copyEvidence, copyNames } from './backup.ts';

export type RestoreFault =
  /** No copy of this kind of database is there, or it is damaged. */
  | { readonly kind: 'no-backup'; readonly looked: string }
  | { readonly kind: 'damaged'; readonly words: string }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'tool'; readonly words: string };

/** The database of the backup at `from` (its folder, or the copy in it) becomes that of `dataFolder`. Null: done. */
export async function placeDatabase(
  from: string,
  { dataFolder, databaseUrl, at }: { readonly dataFolder: string; readonly databaseUrl: string | null; readonly at: string },
): Promise<RestoreFault | null> {
  const copy = join(await backupFolder(from), copyNames[databaseUrl === null ? 'sqlite' : 'postgres']);
  if (!existsSync(copy)) return { kind: 'no-backup', looked: copy };
  const aside = join(dataFolder, `before-restore-${at.replaceAll(/[:.]/gu, '-')}`);
  return databaseUrl === null ? placeSqlite(copy, dataFolder, aside) : placePostgres(copy, databaseUrl, aside);
}

export async function backupFolder(from: string): Promise<string> {
  return (await stat(from).catch(() => null))?.isFile() === true ? dirname(from) : from;
}

async function placeSqlite(copy: string, dataFolder: string, aside: string): Promise<RestoreFault | null> {
  const damage = damageOf(copy);
  if (damage !== null) return { kind: 'damaged', words: damage };
  const file = join(dataFolder, copyNames.sqlite);
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (existsSync(file)) {
    if (isInUse(file)) return { kind: 'in-use' };
    await mkdir(aside, { mode: 0o700 });
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(`${file}${end}`)) await rename(`${file}${end}`, join(aside, `${copyNames.sqlite}${end}`));
  }
  const source = new BetterSqlite(copy, { readonly: true });
  source.prepare('vacuum into ?').run(`${file}.part`);
  source.close();
  await syncToDisk(`${file}.part`);
  await rename(`${file}.part`, file);
  await syncToDisk(dataFolder);
  return null;
}

function damageOf(copy: string): string | null {
  try {
    const opened = new BetterSqlite(copy, { readonly: true });
    // An empty file is a sound database too, but nobody's backup.
    opened.prepare("select value from settings where key = 'epoch'").get();
    const words = String(opened.pragma('integrity_check', { simple: true }));
    opened.close();
    return words === 'ok' ? null : words;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** In WAL mode every process that has it open holds a shared lock: the exclusive one tells. */
function isInUse(file: string): boolean {
  const opened = new BetterSqlite(file, { timeout: 0 });
  try {
    opened.pragma('locking_mode = EXCLUSIVE');
    opened.exec('begin exclusive; commit');
    return false;
  } catch (error) {
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true;
    // A database that cannot even be opened is in nobody's use: it is set aside.
    return false;
  } finally {
    opened.close();
  }
}

async function placePostgres(copy: string, url: string, aside: string): Promise<RestoreFault | null> {
  const open = openPostgres(url);
  try {
    const others = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`.execute(open.db);
    if ((others.rows[0]?.count ?? 0) > 0) return { kind: 'in-use' };
  } finally {
    await open.close();
  }
  await mkdir(aside, { recursive: true, mode: 0o700 });
  const fault = (await dumpPostgres(url, join(aside, copyNames.postgres))) ?? (await restorePostgres(url, copy));
  if (fault === null) return null;
  return { kind: 'tool', words: fault.kind === 'missing' ? 'pg_dump / pg_restore: not installed' : fault.words };
}

export type Restored = { readonly epoch: string; readonly copied: number; readonly missing: readonly string[] };

/** On the database in place: brings the evidence back, and tells phones and people what happened. */
export async function finishRestore(server: ServerContext, from: string): Promise<Restored> {
  const { db, kind } = server.open;
  const rows = await db.selectFrom('evidence_files').select(['evidence_id', 'sha256']).execute();
  const source = join(await backupFolder(from), 'evidence');
  const { copied } = await copyEvidence(source, server.folders.evidence, [...new Set(rows.map(({ sha256 }) => sha256))]);
  const missing: string[] = [];
  for (const { evidence_id: id, sha256 } of rows) {
    const place = evidencePath(server.folders.evidence, sha256);
    if (!existsSync(place) || (await hashFile(place)) !== sha256) missing.push(id);
  }
  const at = new Date(server.now()).toISOString();
  await db.transaction().execute(async (tx) => {
    for (const id of missing) await tx.deleteFrom('evidence_files').where('evidence_id', '=', id).execute();
    const lost = missing.map((subject) => ({ kind: 'evidence.lost', person: '', subject, detail: 'restore' }));
    await appendAudit(tx, kind, [{ kind: 'server.restored', person: '', subject: '', detail: from }, ...lost], at);
    await renewEpoch(tx);
  });
  const { value: epoch } = await db.selectFrom('settings').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow();
  return { epoch, copied, missing };
}
