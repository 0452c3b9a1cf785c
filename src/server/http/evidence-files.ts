/** How the bytes of evidence leave: copies for the eye to a session, originals as a download under a signed address. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { evidenceExtensions, isPicture, isSound } from '#domain/evidence.ts';
import type { EvidenceType } from '#domain/evidence.ts';
import type { Actor } from '#domain/person.ts';
import { scopeOf } from '#policy/scope.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { evidencePath } from '../blobs/commit-evidence.ts';
import { linkLife } from '../blobs/file-links.ts';
import { previewFile, previewSizes } from '../blobs/preview.ts';
import type { PreviewSize } from '../blobs/preview.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import type { Tables } from '../db/schema.ts';
import { wholeTables, within } from '../db/within.ts';
import type { Reader } from '../db/within.ts';
import { problemReply } from './reply.ts';
import type { RouteTable } from './routes.ts';

const sizes = ['thumb', 'view'] as const satisfies readonly PreviewSize[];
type EvidenceFile = Tables['evidence_files'];

/** `origin`: where originals are fetched from, the empty text for the app's own host. */
export function evidenceFileRoutes(routes: RouteTable, server: ServerContext, origin: string): void {
  const { db, kind } = server.open;
  const find = ({ from }: Pick<Reader, 'from'>, evidenceId: string): Promise<EvidenceFile | undefined> =>
    from('evidence_files').selectAll().where('evidence_id', '=', evidenceId).executeTakeFirst();
  const readable = async (actor: Actor, evidenceId: string): Promise<Outcome<EvidenceFile>> => {
    const row = await within(server.open, scopeOf(actor), (reader) => find(reader, evidenceId));
    return row === undefined ? refused(problem('access.not-found')) : ok(row);
  };

  routes.signed('GET', '/api/evidence/:evidenceId/preview/:size', 'evidence.read', async (c, actor) => {
    const size = sizes.find((each) => each === c.req.param('size'));
    if (size === undefined) return problemReply(c, problem('access.not-found'));
    const row = await readable(actor, c.req.param('evidenceId') ?? '');
    if (row.kind === 'refused') return problemReply(c, row.problem);
    const tag = `"${row.value.sha256}-${String(previewSizes[size])}"`;
    // Bytes never change under an evidence id; what may be seen does, so no shared cache and a question each time.
    const headers = { 'Content-Security-Policy': closed, 'Cache-Control': 'private, no-cache', ETag: tag };
    if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers);
    const mime = row.value.mime as EvidenceType;
    // A sound was judged by its container, is named as one, and may do nothing as a page: it is heard as it is.
    if (isSound(mime)) {
      const sound = evidencePath(server.folders.evidence, row.value.sha256);
      return fileReply(sound, { ...headers, 'Content-Type': mime, 'Content-Disposition': 'inline' });
    }
    // Documents leave as downloads alone.
    if (!isPicture(mime)) return problemReply(c, problem('access.not-found'));
    const file = await previewFile(server.folders, row.value.sha256, size);
    if (file === null) return problemReply(c, problem('evidence.not-uploaded', { evidenceId: row.value.evidence_id }));
    return fileReply(file, { ...headers, 'Content-Type': 'image/jpeg', 'Content-Disposition': 'inline' });
  });

  routes.signed('POST', '/api/evidence/:evidenceId/link', 'evidence.read', async (c, actor) => {
    const row = await readable(actor, c.req.param('evidenceId') ?? '');
    if (row.kind === 'refused') return problemReply(c, row.problem);
    const { evidence_id: evidenceId, sha256 } = row.value;
    const expires = server.now() + linkLife;
    const event = { kind: 'evidence.taken', person: actor.person, subject: evidenceId, detail: sha256 };
    await recordAudit(db, kind, event, new Date(server.now()).toISOString());
    const token = server.fileLinks.make({ evidenceId, sha256, person: actor.person, expires });
    return c.json({ url: `${origin}${blobPath}/${token}`, expires: new Date(expires).toISOString() });
  });

  /** No cookie is looked at. A file that was put under another id, or is gone, is not there. */
  routes.open('GET', `${blobPath}/:token`, 'evidence.file', async (c) => {
    const link = server.fileLinks.read(c.req.param('token') ?? '', server.now());
    const row = link === null ? undefined : await find(wholeTables(db), link.evidenceId);
    if (row === undefined || row.sha256 !== link?.sha256) return problemReply(c, problem('access.not-found'));
    return fileReply(evidencePath(server.folders.evidence, row.sha256), {
      'Content-Security-Policy': closed,
      'Cache-Control': 'private, no-store',
      'Content-Type': row.mime,
      'Content-Disposition': `attachment; filename="${row.evidence_id}.${evidenceExtensions[row.mime as EvidenceType] ?? 'bin'}"`,
    });
  });
}

/** Without a session's cookie in sight. */
export const blobPath = '/api/blobs';

/** Even opened as a page of its own it may do nothing. */
const closed = "default-src 'none'; frame-ancestors 'none'; sandbox";

async function fileReply(file: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  const { size } = await stat(file);
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
  return new Response(body, { headers: { ...headers, 'Content-Length': String(size) } });
}
