/**
 * Removes uploads that nobody needs: their replies were lost, or the file was committed from another one. tus's own expiry is never
 * used, for it deletes finished files that wait for their commit.
 *
 *   evidence committed          ▶ after a day without progress: its bytes are in the content-addressed folder, hashed again
 *   evidence announced, no file ▶ never: the phone may come back and go on from here
 *   evidence unknown            ▶ after thirty days: the server may have been restored, and the phone offers the announcement again
 */
import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Uploads } from '../blobs/upload-store.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';

export type Collected = { readonly removed: number; readonly bytes: number; readonly kept: number };

export async function collectUploads(server: ServerContext, uploads: Uploads): Promise<Collected> {
  const { uploads: folder } = server.folders;
  const ids = new Set((await readdir(folder)).flatMap((name) => /^([0-9a-f]{32})(?:\.json)?$/u.exec(name)?.[1] ?? []));
  let [removed, bytes, kept] = [0, 0, 0];
  for (const id of ids) {
    const { changedAt, size } = await lastChange(folder, id);
    const rest = await restOf(server, (await uploads.find(id))?.evidenceId ?? null);
    if (rest === null || server.now() - changedAt < rest) {
      kept += 1;
      continue;
    }
    await unlink(join(folder, id)).catch(ignoreMissing);
    await unlink(join(folder, `${id}.json`)).catch(ignoreMissing);
    removed += 1;
    bytes += size;
  }
  if (removed > 0) {
    const event = {
      kind: 'uploads.collected',
      person: '',
      subject: '',
      detail: `${String(removed)} files, ${String(bytes)} bytes`,
    };
    await recordAudit(server.open.db, server.open.kind, event, new Date(server.now()).toISOString());
  }
  return { removed, bytes, kept };
}

const day = 24 * 60 * 60 * 1000;

/** Milliseconds without progress after which an upload of this evidence may go; null: never. */
async function restOf({ open: { db } }: ServerContext, evidenceId: string | null): Promise<number | null> {
  if (evidenceId === null) return 30 * day;
  const committed = await db
    .selectFrom('evidence_files')
    .select('evidence_id')
    .where('evidence_id', '=', evidenceId)
    .executeTakeFirst();
  if (committed !== undefined) return day;
  const announced = await db
    .selectFrom('evidence')
    .select('evidence_id')
    .where('evidence_id', '=', evidenceId)
    .executeTakeFirst();
  return announced === undefined ? 30 * day : null;
}

/** Of the file and of what tus noted about it, the later. */
async function lastChange(folder: string, id: string): Promise<{ readonly changedAt: number; readonly size: number }> {
  const [file, note] = await Promise.all([id, `${id}.json`].map((name) => stat(join(folder, name)).catch(() => null)));
  return { changedAt: Math.max(file?.mtimeMs ?? 0, note?.mtimeMs ?? 0), size: file?.size ?? 0 };
}

/** Another process on the same folder was faster. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
