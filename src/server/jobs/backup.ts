/** A copy of everything a server needs to come back: the database, made while in use, and the evidence files, verified. */
import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evidencePath, hashFile, syncToDisk } from '../blobs/commit-evidence.ts';
import type { ServerContext } from '../context.ts';
import { openSqlite } from '../db/open-database.ts';
import type { DatabaseKind } from '../db/schema.ts';
import type { ToolFault } from '../db/postgres-tools.ts';
import { renewEpoch } from '../db/settings.ts';

export type BackupResult = {
  /** Null: the database was copied. */
  readonly database: ToolFault | null;
  readonly files: number;
  readonly copied: number;
  readonly faults: readonly string[];
};

/** What the copy of a database is called in a backup. */
export const copyNames: Readonly<Record<DatabaseKind, string>> = { sqlite: 'xunzhen.sqlite', postgres: 'xunzhen.pgdump' };

/** `target` may hold an earlier backup: evidence never changes, only what is missing is copied. */
export async function backup(server: ServerContext, target: string): Promise<BackupResult> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  const database = await copyDatabase(server, join(target, copyNames[server.open.kind]));
  // The database first: every file that it names is in place by then.
  const rows = await server.open.db.selectFrom('evidence_files').select('sha256').distinct().execute();
  const { copied, faults } = await copyEvidence(
    server.folders.evidence,
    join(target, 'evidence'),
    rows.map(({ sha256 }) => sha256),
  );
  const at = new Date(server.now()).toISOString();
  await writeFile(
    join(target, 'backup.json'),
    `${JSON.stringify({ at, version: server.version, database: server.open.kind, files: rows.length, faults }, null, 2)}\n`,
  );
  return { database, files: rows.length, copied, faults };
}

/** An earlier copy stays until this one is whole and on the disk. */
async function copyDatabase({ open }: ServerContext, copy: string): Promise<ToolFault | null> {
  const fresh = `${copy}.part`;
  await rm(fresh, { force: true });
  const fault = await open.backup(fresh);
  if (fault !== null) return fault;
  if (open.kind === 'sqlite') {
    // Whoever starts from this copy is a restored server: its epoch says so, and phones offer again what they hold.
    const opened = openSqlite(fresh);
    await renewEpoch(opened.db);
    await opened.close();
  }
  await syncToDisk(fresh);
  await rename(fresh, copy);
  return null;
}

export type Copied = { readonly copied: number; readonly faults: readonly string[] };

/** Copies what `to` lacks and checks every file that it holds then; what is there already and right is left alone. */
export async function copyEvidence(from: string, to: string, hashes: readonly string[]): Promise<Copied> {
  const faults: string[] = [];
  let copied = 0;
  for (const sha256 of hashes) {
    const place = evidencePath(to, sha256);
    if ((await stat(place).catch(() => null)) === null) {
      await mkdir(join(place, '..'), { recursive: true });
      try {
        await copyFile(evidencePath(from, sha256), `${place}.part`);
        await syncToDisk(`${place}.part`);
        await rename(`${place}.part`, place);
        copied += 1;
      } catch {
        faults.push(`${sha256}: missing`);
        continue;
      }
    }
    if ((await hashFile(place)) !== sha256) faults.push(`${sha256}: changed`);
  }
  return { copied, faults };
}
