import * as z from 'zod/mini';
import { buildPull, buildSnapshot, pullLimit } from '#replica/build-pull.ts';
import type { PullRequest } from '#replica/build-pull.ts';
import type { SeenHead } from '#replica/client-state.ts';
import type { OpPlaceName, PullPorts } from '#replica/ports.ts';
import type { Actor } from '#domain/person.ts';
import { isPushRequest } from '#protocol/push-shape.ts';
import { protocolVersion, pushRequestSchema, receiptsRequestSchema } from '#protocol/sync-wire.ts';
import type { PushRequest } from '#protocol/sync-wire.ts';
import type { DeviceId, EntityId, OpHash } from '#shared/ids.ts';
import { rootsRequestSchema } from '#protocol/roots-wire.ts';
import { compareRoots } from '#replica/compare-roots.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { pullSnapshot } from '../db/pull-reader.ts';
import { receiptsBetween } from '../db/op-runs.ts';
import { recordAudit } from '../db/audit.ts';
import { readSetting } from '../db/settings.ts';
import { push } from '../push.ts';
import { sha256 } from '../sha256.ts';
import { pushShare, shareLimits } from './share-limits.ts';
import { pushBody, readJson, smallBody } from './read-json.ts';
import { pullStream } from './pull-stream.ts';
import { outcomeReply, problemReply } from './reply.ts';
import type { RouteContext } from './reply.ts';
import type { RouteTable } from './routes.ts';

export function syncRoutes(routes: RouteTable, server: ServerContext): void {
  const limits = shareLimits(pushShare);
  const pullPorts = (viewer: Actor): PullPorts => ({
    snapshot: pullSnapshot(server, viewer),
    now: server.now,
    beacon: server.beacons.make,
  });

  /** The reply leaves after the durable commit: `push` resolves no earlier. */
  routes.signed('POST', '/api/sync/push', 'sync.push', async (c, actor) => {
    const request = await readJson(c, pushRequest, pushBody, isPushRequest);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const taken = await limits.run(request.value.device, () => push(server, actor.person, request.value));
    return 'wait' in taken ? problemReply(c, problem('sync.too-many', { seconds: taken.wait })) : outcomeReply(c, taken.done);
  });

  routes.signed('POST', '/api/sync/receipts', 'sync.receipts', async (c, actor) => {
    const request = await readJson(c, receiptsRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    return c.json(await heldReceipts(server, actor.person, request.value.device, request.value.seqs));
  });

  routes.signed('GET', '/api/sync/pull', 'sync.pull', async (c, actor) => {
    const request = pullRequestIn(c);
    return request.kind === 'refused'
      ? problemReply(c, request.problem)
      : c.json(await buildPull(pullPorts(actor), request.value));
  });

  /** The same page by page in one reply, for who is far behind. */
  routes.signed('GET', '/api/sync/stream', 'sync.pull', (c, actor) => {
    const request = pullRequestIn(c);
    return request.kind === 'refused' ? problemReply(c, request.problem) : pullStream(c, pullPorts(actor), request.value);
  });

  /** A phone that shows something else than the server holds is a fault of ours: it mends itself, and is told about. */
  routes.signed('POST', '/api/sync/roots', 'sync.roots', async (c, actor) => {
    const request = await readJson(c, rootsRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const found = await compareRoots(pullPorts(actor), sha256, request.value);
    const at = new Date(server.now()).toISOString();
    for (const { assessment, ...roots } of found) {
      const event = { kind: 'state.differs', person: actor.person, subject: assessment, detail: JSON.stringify(roots) };
      await recordAudit(server.open.db, server.open.kind, event, at);
    }
    return c.json({ differing: found.map(({ assessment }) => assessment) });
  });

  routes.signed('GET', '/api/sync/snapshot', 'sync.snapshot', async (c, actor) => {
    const entity = c.req.query('entity') ?? '';
    return c.json(await buildSnapshot(pullPorts(actor), entity as EntityId));
  });
}

/** The schema checks every part; the brands of ids are the compiler's alone. */
const pushRequest = pushRequestSchema as unknown as z.ZodMiniType<PushRequest>;
function pullRequestIn(c: RouteContext): Outcome<PullRequest> {
  const { revoked = false, device = null } = c.var.signedIn ?? {};
  if (revoked) return refused(problem('device.revoked', { device: device ?? '' }));
  const query = pullQuerySchema.safeParse(c.req.query());
  if (!query.success) return refused(problem('input.malformed', { field: query.error.issues[0]?.path.join('.') ?? '' }));
  const { cursor = '0', epoch = '', limit = String(pullLimit), scope = null, seen } = query.data;
  const confirmed = confirmedSchema.safeParse(c.req.queries('confirmed') ?? []);
  if (!confirmed.success) return refused(problem('input.malformed', { field: 'confirmed' }));
  const place = { cursor: Number(cursor), epoch: epoch === '' ? null : epoch, limit: Number(limit), scope, seen: seenIn(seen) };
  return ok({ ...place, confirmed: confirmed.data.map(placeIn) });
}

const digits = z.optional(z.string().check(z.regex(/^\d{1,15}$/)));
const pullQuerySchema = z.object({
  cursor: digits,
  epoch: z.optional(z.string().check(z.maxLength(64))),
  limit: digits,
  scope: z.optional(z.string().check(z.maxLength(200))),
  /** `<gsn>.<hash>` */
  seen: z.optional(z.string().check(z.regex(/^\d{1,15}\.[0-9a-f]{64}$/))),
});

/** `<device>.<seq>.<hash>.<gsn or nothing>` */
const confirmedSchema = z
  .array(z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}\.\d{1,15}\.[0-9a-f]{64}\.\d{0,15}$/)))
  .check(z.maxLength(20));

function seenIn(text: string | undefined): SeenHead | null {
  const [gsn, hash] = text?.split('.') ?? [];
  return gsn === undefined || hash === undefined ? null : { gsn: Number(gsn), hash };
}

function placeIn(text: string): OpPlaceName {
  const [device = '', seq = '', hash = '', gsn = ''] = text.split('.');
  return { device: device as DeviceId, seq: Number(seq), hash: hash as OpHash, gsn: gsn === '' ? null : Number(gsn) };
}

async function heldReceipts(server: ServerContext, person: string, device: string, seqs: readonly number[]) {
  const { db } = server.open;
  const held = await db
    .selectFrom('devices')
    .select('last')
    .where('id', '=', device)
    .where('person', '=', person)
    .executeTakeFirst();
  const known = held === undefined ? null : await receiptsBetween(db, device, Math.min(...seqs), Math.max(...seqs));
  const receipts = [...new Set(seqs)].sort((a, b) => a - b).flatMap((seq) => known?.get(seq) ?? []);
  const epoch = (await readSetting(db, 'epoch')) ?? '';
  return { proto: protocolVersion, epoch, last: held?.last ?? 0, receipts, beacon: server.beacons.make() };
}
