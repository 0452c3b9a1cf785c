/**
 * Makes an uploaded file evidence: hash what is stored, look at what it is, sync it, move it to its place by content, register it.
 * May be repeated at any point: after a kill the next call finds the file either still uploaded or already in its place.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromFile } from 'file-type';
import type { Actor } from '#domain/person.ts';
import { scopeOf } from '#policy/scope.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { evidenceTypes, isPicture } from '#domain/evidence.ts';
import type { EvidenceType } from '#domain/evidence.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { appendAudit, recordAudit } from '../db/audit.ts';
import { within } from '../db/within.ts';
import { commitMark } from '../db/flush-buffer.ts';
import type { Tables } from '../db/schema.ts';
import { judgeOther, judgePicture } from './pictures.ts';
import type { PictureAnswer } from './pictures.ts';
import type { Uploads } from './upload-store.ts';

export type CommitRequest = { readonly evidenceId: string; readonly uploadId: string; readonly sha256: string };
export type Committed = {
  readonly evidenceId: string;
  readonly sha256: string;
  readonly size: number;
  readonly committedAt: string;
};

/** Where complete files wait in the folder of uploads, by id. */
export type UploadedFiles = Pick<Uploads, 'find' | 'forget'>;

export async function commitEvidence(
  server: ServerContext,
  uploads: UploadedFiles,
  actor: Actor,
  request: CommitRequest,
): Promise<Outcome<Committed>> {
  const { found, held } = await within(server.open, scopeOf(actor), async ({ from }) => ({
    found: await from('evidence').selectAll().where('evidence_id', '=', request.evidenceId).executeTakeFirst(),
    held: await from('evidence_files').selectAll().where('evidence_id', '=', request.evidenceId).executeTakeFirst(),
  }));
  if (found === undefined) return refused(problem('access.not-found'));
  if (found.sha256 !== request.sha256) return refused(problem('evidence.hash-mismatch', { evidenceId: request.evidenceId }));
  if (held !== undefined) return ok(committedOf(held));
  const stored = await oneAtATime(found.sha256, () => storeFile(server, uploads, actor, found, request.uploadId));
  return stored.kind === 'refused' ? stored : ok(await register(server, actor, found, stored.value));
}

/** Where bytes with this hash live: `evidence/ab/cdef…`. */
export function evidencePath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2));
}

const underWay = new Map<string, Promise<unknown>>();

/** Commits of the same bytes wait for each other: the second finds the file in its place. */
async function oneAtATime<T>(sha256: string, work: () => Promise<T>): Promise<T> {
  const before = underWay.get(sha256) ?? Promise.resolve();
  const mine = before.then(work, work);
  underWay.set(sha256, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(sha256) === mine) underWay.delete(sha256);
  }
}

type Stored = { readonly size: number; readonly mime: string };

async function storeFile(
  server: ServerContext,
  uploads: UploadedFiles,
  actor: Actor,
  evidence: Tables['evidence'],
  uploadId: string,
): Promise<Outcome<Stored>> {
  const { folders } = server;
  const place = evidencePath(folders.evidence, evidence.sha256);
  const inPlace = await stat(place).catch(() => null);
  // The same bytes again (or a commit that died after its move): hashed anew, never trusted by name, and synced anew, since that
  // commit may have died before it.
  if (inPlace !== null && (await hashFile(place)) === evidence.sha256) {
    await syncInPlace(folders.evidence, place);
    return ok({ size: inPlace.size, mime: evidence.mime });
  }
  const upload = await uploads.find(uploadId);
  const belongs = upload !== null && upload.evidenceId === evidence.evidence_id;
  if (!belongs || upload.offset !== upload.size)
    return refused(problem('evidence.not-uploaded', { evidenceId: evidence.evidence_id }));
  const file = join(folders.uploads, uploadId);
  const fault = await judgeFile(file, evidence);
  if (fault !== null) {
    const aside = join(folders.data, 'rejected');
    await mkdir(aside, { recursive: true, mode: 0o700 });
    await rename(file, join(aside, `${evidence.evidence_id}-${uploadId}`));
    await uploads.forget(uploadId);
    const event = {
      kind: 'evidence.refused',
      person: actor.person,
      subject: evidence.evidence_id,
      detail: `${fault.code} ${uploadId}`,
    };
    await recordAudit(server.open.db, server.open.kind, event, new Date(server.now()).toISOString());
    return refused(fault);
  }
  await mkdir(dirname(place), { recursive: true });
  await syncToDisk(file);
  await rename(file, place);
  await syncInPlace(folders.evidence, place);
  await uploads.forget(uploadId);
  return ok({ size: upload.size, mime: evidence.mime });
}

/** Null for the bytes that were announced, of the type that was announced, that are one whole picture, sound or document and nothing else. */
async function judgeFile(file: string, { evidence_id: evidenceId, sha256, mime }: Tables['evidence']): Promise<Problem | null> {
  if ((await hashFile(file)) !== sha256) return problem('evidence.hash-mismatch', { evidenceId });
  const announced = evidenceTypes.find((type) => type === mime);
  const judged = announced === undefined ? ({ kind: 'foreign' } as const) : await judgeAs(file, announced);
  switch (judged.kind) {
    case 'plain':
      return null;
    case 'foreign':
      return problem('evidence.wrong-type', { evidenceId });
    case 'active':
      return problem('evidence.active', { evidenceId });
    case 'mixed':
      return problem('evidence.mixed', { evidenceId });
    case 'broken':
      return problem('evidence.not-decodable', { evidenceId });
    case 'too-many-pixels':
      return problem('evidence.too-many-pixels', { evidenceId, megapixels: Math.ceil(judged.pixels / 1e6) });
  }
}

/** Everything but a picture is looked at in the other process alone: it unpacks what strangers packed. */
async function judgeAs(file: string, mime: EvidenceType): Promise<PictureAnswer> {
  if (!isPicture(mime)) return judgeOther(file, mime);
  return (await fileTypeFromFile(file))?.mime === mime ? judgePicture(file) : { kind: 'foreign' };
}

async function register(server: ServerContext, actor: Actor, evidence: Tables['evidence'], stored: Stored): Promise<Committed> {
  const at = new Date(server.now()).toISOString();
  return server.open.db.transaction().execute(async (tx) => {
    const { gsn } = await tx
      .updateTable('sync_head')
      .set((eb) => ({ gsn: eb('gsn', '+', 1) }))
      .where('id', '=', 1)
      .returning('gsn')
      .executeTakeFirstOrThrow();
    const row: Tables['evidence_files'] = {
      evidence_id: evidence.evidence_id,
      owner: evidence.assessment,
      region: evidence.region,
      sha256: evidence.sha256,
      size: stored.size,
      mime: stored.mime,
      committed_at: at,
      committed_by: actor.person,
      gsn,
    };
    // Two commits at once: the first one's row stays, both answer with it.
    await tx
      .insertInto('evidence_files')
      .values(row)
      .onConflict((conflict) => conflict.column('evidence_id').doNothing())
      .execute();
    await tx.executeQuery(commitMark(tx, gsn, gsn));
    const event = { kind: 'evidence.committed', person: actor.person, subject: evidence.evidence_id, detail: evidence.sha256 };
    await appendAudit(tx, server.open.kind, [event], at);
    const held = await tx
      .selectFrom('evidence_files')
      .selectAll()
      .where('evidence_id', '=', evidence.evidence_id)
      .executeTakeFirstOrThrow();
    return committedOf(held);
  });
}

function committedOf(row: Tables['evidence_files']): Committed {
  return { evidenceId: row.evidence_id, sha256: row.sha256, size: row.size, committedAt: row.committed_at };
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The file, its name in its folder, and that folder's name in the one above, which may be new too. */
async function syncInPlace(folder: string, place: string): Promise<void> {
  for (const path of [place, dirname(place), folder]) await syncToDisk(path);
}

/** Forces a file, or the names in a folder, to the disk. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
