import { scopeOf } from '#policy/scope.ts';
import { problem } from '#shared/problems.ts';
import { evidenceCommitRequestSchema, evidenceHaveRequestSchema } from '#protocol/sync-wire.ts';
import { commitEvidence } from '../blobs/commit-evidence.ts';
import type { Uploads } from '../blobs/upload-store.ts';
import type { ServerContext } from '../context.ts';
import { inList } from '../db/bulk.ts';
import { within } from '../db/within.ts';
import { readJson, smallBody } from './read-json.ts';
import { outcomeReply, problemReply } from './reply.ts';
import { commitShare, shareLimits } from './share-limits.ts';
import type { RouteTable } from './routes.ts';

export function evidenceRoutes(routes: RouteTable, server: ServerContext, uploads: Uploads): void {
  const limits = shareLimits(commitShare);

  routes.signed('POST', '/api/evidence/commit', 'evidence.commit', async (c, actor) => {
    const request = await readJson(c, evidenceCommitRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const taken = await limits.run(actor.person, () => commitEvidence(server, uploads, actor, request.value));
    return 'wait' in taken ? problemReply(c, problem('sync.too-many', { seconds: taken.wait })) : outcomeReply(c, taken.done);
  });

  /** Out of scope is not held, like what was never announced. */
  routes.signed('POST', '/api/evidence/have', 'evidence.have', async (c, actor) => {
    const request = await readJson(c, evidenceHaveRequestSchema, 4 * smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const ids = request.value.items.map(([id]) => id);
    const rows = await within(server.open, scopeOf(actor), ({ from, kind }) =>
      from('evidence_files')
        .select(['evidence_id', 'sha256'])
        .where(inList(kind, 'evidence_id', ids))
        .execute(),
    );
    const held = new Set(rows.map((row) => `${row.evidence_id} ${row.sha256}`));
    return c.json({ held: request.value.items.filter(([id, sha256]) => held.has(`${id} ${sha256}`)) });
  });
}
