/** A copy of everything a server needs to come back: the database, made while in use, and the evidence files, verified. */
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../blobs/commit-evidence.ts';
import type { ServerContext } from '../context.ts';
import { openSqlite } from '../db/open-database.ts';
import { renewEpoch } from '../db/settings.ts';

export type BackupResult = { readonly files: number; readonly copied: number; readonly faults: readonly string[] };

/** `target` may hold an earlier backup: evidence never changes, only what is missing is copied. */
export async function backup(server: ServerContext, target: string): Promise<BackupResult> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  if (server.open.backup !== null) {
    const copy = join(target, 'xunzhen.sqlite');
    await server.open.backup(copy);
    // Whoever starts from this copy is a restored server: its epoch says so, and phones offer again what they hold.
    const opened = openSqlite(copy);
    await renewEpoch(opened.db);
    await opened.close();
  }
  // The database first: every file that it names is in place by then.
  const rows = await server.open.db.selectFrom('evidence_files').select('sha256').distinct().execute();
  const faults: string[] = [];
  let copied = 0;
  for (const { sha256 } of rows) {
    const folder = join(target, 'evidence', sha256.slice(0, 2));
    const from = join(server.folders.evidence, sha256.slice(0, 2), sha256.slice(2));
    const to = join(folder, sha256.slice(2));
    if ((await stat(to).catch(() => null)) === null) {
      await mkdir(folder, { recursive: true });
      try {
        await copyFile(from, to);
        copied += 1;
      } catch {
        faults.push(`${sha256}: missing`);
        continue;
      }
    }
    if ((await hashFile(to)) !== sha256) faults.push(`${sha256}: changed`);
  }
  const at = new Date(server.now()).toISOString();
  await writeFile(
    join(target, 'backup.json'),
    `${JSON.stringify({ at, version: server.version, files: rows.length, faults }, null, 2)}\n`,
  );
  return { files: rows.length, copied, faults };
}
