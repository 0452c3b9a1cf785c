/** What phones keep for offline work: the registry, definitions, regions. */
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { regions } from '#domain/regions.ts';
import { scopeOf } from '#policy/scope.ts';
import type { FactsReply } from '#protocol/facts-wire.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { readAdopted } from '../db/read-adopted.ts';
import { registryIndex, registryPack } from '../db/registry-packs.ts';
import { within } from '../db/within.ts';
import { problemReply } from './reply.ts';
import type { RouteContext } from './reply.ts';
import type { RouteTable } from './routes.ts';

export function referenceRoutes(routes: RouteTable, server: ServerContext): void {
  routes.signed('GET', '/api/registry', 'registry.read', async (c, actor) =>
    c.json(await registryIndex(server.open, scopeOf(actor))),
  );

  routes.signed('GET', '/api/registry/packs/:id', 'registry.read', async (c, actor) => {
    const body = await registryPack(server.open, scopeOf(actor), c.req.param('id') ?? '');
    return body === null ? problemReply(c, problem('access.not-found')) : compressed(c, body);
  });

  routes.open('GET', '/api/definitions', 'definitions.read', (c) => c.json(server.catalogue.index));

  routes.open('GET', '/api/facts', 'definitions.read', (c) => c.json({ facts: server.catalogue.facts } satisfies FactsReply));

  /** Heads that phones hold do not say where a value came from; the ops here do. */
  routes.signed('GET', '/api/assessments/:assessmentId/adopted', 'sync.snapshot', async (c, actor) => {
    const reply = await within(server.open, scopeOf(actor), (reader) => readAdopted(reader, c.req.param('assessmentId') ?? ''));
    return reply === null ? problemReply(c, problem('access.not-found')) : c.json(reply);
  });

  /** Named by its hash: it never changes. */
  routes.open('GET', '/api/definitions/:hash', 'definitions.read', (c) => {
    const body = server.catalogue.json(c.req.param('hash') ?? '');
    if (body === null) return problemReply(c, problem('definition.unknown', { hash: c.req.param('hash') ?? '' }));
    c.header('Cache-Control', 'public, max-age=31536000, immutable');
    return compressed(c, body);
  });

  routes.signed('GET', '/api/regions', 'regions.read', (c) => c.json({ regions }));
}

const squeeze = promisify(gzip);

async function compressed(c: RouteContext, body: string): Promise<Response> {
  c.header('Content-Type', 'application/json');
  c.header('Vary', 'Accept-Encoding');
  if (c.req.header('accept-encoding')?.includes('gzip') !== true) return c.body(body);
  c.header('Content-Encoding', 'gzip');
  // Bytes cost more in the field than milliseconds here.
  return c.body(new Uint8Array(await squeeze(body, { level: 9 })));
}
