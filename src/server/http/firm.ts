/** The firm's link: staff make, list and revoke it with their session; the firm fills by it without any. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Actor } from '#domain/person.ts';
import { scopeOf } from '#policy/scope.ts';
import { firmChangeRequestSchema, firmFormRequestSchema, firmLinkRequestSchema } from '#protocol/firm-link-wire.ts';
import type { FirmLink, FirmLinkMade, FirmLinkRevoked, FirmLinksReply } from '#protocol/firm-link-wire.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { within } from '../db/within.ts';
import { handInByFirm, readFirmForm, takeFirmChange } from '../firm/firm-form.ts';
import { isFillable, listFirmLinks, makeFirmLink, noteUse, openFirmLink, revokeFirmLink } from '../firm/firm-links.ts';
import type { OpenLink } from '../firm/firm-links.ts';
import { readJson, smallBody } from './read-json.ts';
import { outcomeReply, problemReply } from './reply.ts';
import type { RouteContext } from './reply.ts';
import type { RouteTable } from './routes.ts';
import type { ClientAddress } from './session.ts';

export function firmRoutes(routes: RouteTable, server: ServerContext, addressOf: ClientAddress): void {
  staffRoutes(routes, server);
  const limits = firmLimits();
  const byLink = async (
    c: RouteContext,
    token: string,
    work: (link: OpenLink) => Promise<Outcome<object>>,
  ): Promise<Response> => {
    const link = await openFirmLink(server, token);
    if (link.kind === 'refused') {
      const tried = link.problem.code === 'firm-link.unknown' ? await limits.wrong(addressOf(c)) : null;
      return problemReply(c, tried ?? link.problem);
    }
    const limited = await limits.used(link.value.id);
    if (limited !== null) return problemReply(c, limited);
    return outcomeReply(c, await work(link.value));
  };

  routes.open('POST', '/api/firm/form', 'firm.fill', async (c) => {
    const request = await readJson(c, firmFormRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    return byLink(c, request.value.token, async (link) => {
      await noteUse(server, link.id, 0);
      return readFirmForm(server, link);
    });
  });

  routes.open('POST', '/api/firm/answers', 'firm.fill', async (c) => {
    const request = await readJson(c, firmChangeRequestSchema, firmBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { token, change } = request.value;
    return byLink(c, token, (link) => takeFirmChange(server, link, change));
  });

  routes.open('POST', '/api/firm/hand-in', 'firm.fill', async (c) => {
    const request = await readJson(c, firmFormRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    return byLink(c, request.value.token, async (link) => {
      const done = await handInByFirm(server, link);
      const event = { kind: 'firm-link.handed-in', person: '', subject: link.assessment, detail: link.id };
      if (done.kind === 'ok') await recordAudit(server.open.db, server.open.kind, event, done.value.handedInAt);
      return done;
    });
  });
}

/** 20,000 characters, each three bytes or an escape. */
const firmBody = 130 * 1024;

function staffRoutes(routes: RouteTable, server: ServerContext): void {
  const { open } = server;
  const audit = (kind: string, actor: Actor, subject: string, id: string, at: string): Promise<void> =>
    recordAudit(open.db, open.kind, { kind, person: actor.person, subject, detail: id }, at);
  const stateOf = async (actor: Actor, assessment: string): Promise<string | null> => {
    const row = await within(open, scopeOf(actor), ({ from }) =>
      from('assessments').select('state').where('assessment_id', '=', assessment).executeTakeFirst(),
    );
    return row?.state ?? null;
  };
  const linksOf = (actor: Actor, assessment: string) =>
    within(open, scopeOf(actor), (reader) => listFirmLinks(reader, { assessment }));

  routes.signed('GET', '/api/assessments/:assessmentId/firm-links', 'firm-link.read', async (c, actor) => {
    const assessment = c.req.param('assessmentId') ?? '';
    const state = await stateOf(actor, assessment);
    if (state === null) return problemReply(c, problem('access.not-found'));
    const links = (await linksOf(actor, assessment)).map(told);
    return c.json({ links, open: isFillable(state) } satisfies FirmLinksReply);
  });

  routes.signed('POST', '/api/assessments/:assessmentId/firm-links', 'firm-link.write', async (c, actor) => {
    const request = await readJson(c, firmLinkRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const assessment = c.req.param('assessmentId') ?? '';
    const state = await stateOf(actor, assessment);
    if (state === null) return problemReply(c, problem('access.not-found'));
    if (!isFillable(state)) return problemReply(c, problem('assessment.not-editable', { state }));
    const { days } = request.value;
    const { id, token } = await makeFirmLink(open.db, { assessment, person: actor.person, days }, server.now());
    const [link] = (await linksOf(actor, assessment)).filter((each) => each.id === id);
    if (link === undefined) return problemReply(c, problem('access.not-found'));
    await audit('firm-link.made', actor, assessment, id, link.madeAt);
    return c.json({ link: told(link), token } satisfies FirmLinkMade);
  });

  routes.signed('POST', '/api/firm-links/:id/revoke', 'firm-link.write', async (c, actor) => {
    const id = c.req.param('id') ?? '';
    const [link] = await within(open, scopeOf(actor), (reader) => listFirmLinks(reader, { id }));
    if (link === undefined) return problemReply(c, problem('access.not-found'));
    const at = new Date(server.now()).toISOString();
    await revokeFirmLink(open.db, id, actor.person, at);
    if (link.revokedAt === null) await audit('firm-link.revoked', actor, link.assessment, id, at);
    return c.json({ revokedAt: link.revokedAt ?? at } satisfies FirmLinkRevoked);
  });
}

function told({ assessment: _assessment, ...link }: FirmLink & { readonly assessment: string }): FirmLink {
  return link;
}

type FirmLimits = {
  readonly used: (link: string) => Promise<Problem | null>;
  readonly wrong: (address: string) => Promise<Problem | null>;
};

/** Nobody guesses 256 bits: this keeps a page that runs wild, and whoever tries, from costing others. Links that hold are never in the way. */
function firmLimits(): FirmLimits {
  const wrong = new RateLimiterMemory({ points: 30, duration: 15 * 60 });
  const links = new RateLimiterMemory({ points: 240, duration: 60 });
  return { used: (link) => take(links, link), wrong: (address) => take(wrong, address) };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<Problem | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return tooMany(refusal);
    throw refusal;
  }
}

function tooMany({ msBeforeNext }: RateLimiterRes): Problem {
  return problem('firm-link.too-many', { seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) });
}
