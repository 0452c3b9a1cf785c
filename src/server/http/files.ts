import type { Actor } from '#domain/person.ts';
import { evidenceLimits } from '#domain/evidence.ts';
import { scopeOf } from '#policy/scope.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { uploadPath } from '../blobs/upload-store.ts';
import type { Uploads } from '../blobs/upload-store.ts';
import type { ServerContext } from '../context.ts';
import { within } from '../db/within.ts';
import { problemReply } from './reply.ts';
import type { RouteContext } from './reply.ts';
import type { RouteTable } from './routes.ts';

/** tus 1.0 with create, offset and append; reading and deleting an upload are not offered. */
export function fileRoutes(routes: RouteTable, server: ServerContext, uploads: Uploads): void {
  routes.signed('POST', uploadPath, 'files.upload', async (c, actor) => {
    const refusal = await judgeCreation(server, c, actor);
    return refusal === null ? uploads.handle(c.req.raw, actor.person) : problemReply(c, refusal);
  });
  const resume = async (c: RouteContext, actor: Actor): Promise<Response> => {
    const upload = await uploads.find(c.req.param('id') ?? '');
    if (upload === null || upload.person !== actor.person) return problemReply(c, problem('access.not-found'));
    return uploads.handle(c.req.raw, actor.person);
  };
  routes.signed('PATCH', `${uploadPath}/:id`, 'files.upload', resume);
  // Hono routes HEAD, which asks for the offset, as GET. A real GET would read the upload: not offered.
  routes.signed('GET', `${uploadPath}/:id`, 'files.upload', (c, actor) =>
    c.req.method === 'HEAD' ? resume(c, actor) : problemReply(c, problem('access.not-found')),
  );
}

/** Only for a piece of evidence that was announced by an op, in scope, with the hash that the op named. */
async function judgeCreation(server: ServerContext, c: RouteContext, actor: Actor): Promise<Problem | null> {
  const length = c.req.header('upload-length') ?? '';
  if (!/^\d{1,12}$/u.test(length)) return problem('input.malformed', { field: 'Upload-Length' });
  if (Number(length) > evidenceLimits.fileBytes) {
    return problem('evidence.too-large', { size: Number(length), limit: evidenceLimits.fileBytes });
  }
  const metadata = metadataOf(c.req.header('upload-metadata') ?? '');
  if (metadata === null) return problem('input.malformed', { field: 'Upload-Metadata' });
  const { evidenceId, sha256 } = metadata;
  const row = await within(server.open, scopeOf(actor), ({ from }) =>
    from('evidence').select('sha256').where('evidence_id', '=', evidenceId).executeTakeFirst(),
  );
  if (row === undefined) return problem('access.not-found');
  return row.sha256 === sha256 ? null : problem('evidence.hash-mismatch', { evidenceId });
}

/** `key base64,key base64`: the two that we ask for and nothing else, for tus keeps what it is given beside the file. */
function metadataOf(header: string): { readonly evidenceId: string; readonly sha256: string } | null {
  const found = new Map<string, string>();
  for (const pair of header.split(',')) {
    const [key = '', value = '', ...rest] = pair.trim().split(' ');
    if ((key !== 'evidenceId' && key !== 'sha256') || found.has(key) || rest.length > 0) return null;
    found.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  return { evidenceId: found.get('evidenceId') ?? '', sha256: found.get('sha256') ?? '' };
}
