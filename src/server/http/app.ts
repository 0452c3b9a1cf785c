/** The HTTP surface: one table of routes, each with its policy entry, and the built app as files. Needs no port to be tested. */
import { Hono } from 'hono';
import { problem } from '#shared/problems.ts';
import type { Uploads } from '../blobs/upload-store.ts';
import type { ServerContext } from '../context.ts';
import { officeRoutes } from '../office/office-routes.ts';
import { visitRoutes } from '../office/visit-routes.ts';
import { assignmentRoutes } from './assignments.ts';
import { deviceRoutes } from './devices.ts';
import { evidenceRoutes } from './evidence.ts';
import { evidenceFileRoutes } from './evidence-files.ts';
import { firmRoutes } from './firm.ts';
import { fileRoutes } from './files.ts';
import { filesHostOnly } from './files-host.ts';
import { knownMethodsOnly, sameSiteOnly, securityHeaders } from './guard.ts';
import { healthRoutes } from './health.ts';
import { referenceRoutes } from './reference.ts';
import { personalKeyRoutes } from './personal-key.ts';
import { peopleRoutes } from './people.ts';
import { problemReply } from './reply.ts';
import { rescueRoutes } from './rescue.ts';
import type { Env } from './reply.ts';
import { routeTable } from './routes.ts';
import type { RouteTable } from './routes.ts';
import { sessionRoutes } from './session.ts';
import type { ClientAddress } from './session.ts';
import type { StaticFiles } from './static-files.ts';
import { syncRoutes } from './sync.ts';

export type AppPorts = {
  readonly server: ServerContext;
  readonly uploads: Uploads;
  /** The built app; null in tests that ask the API alone. */
  readonly files: StaticFiles | null;
  /** `https://host` of originals, of another name than the app's; null: they leave from the app's own host. */
  readonly filesOrigin: string | null;
  readonly addressOf: ClientAddress;
  /** Told of every error that was not expected, which the answer does not name. */
  readonly report: (error: unknown, request: string) => void;
};

export type App = { readonly hono: Hono<Env>; readonly routes: RouteTable['list'] };

export function createApp({ server, uploads, files, filesOrigin, addressOf, report }: AppPorts): App {
  const hono = new Hono<Env>();
  hono.use('*', securityHeaders);
  hono.use('*', knownMethodsOnly);
  if (filesOrigin !== null) hono.use('*', filesHostOnly(filesOrigin));
  hono.use('/api/*', sameSiteOnly);
  const routes = routeTable(hono, server);
  healthRoutes(routes, server);
  sessionRoutes(routes, server, addressOf);
  deviceRoutes(routes, server);
  personalKeyRoutes(routes, server);
  peopleRoutes(routes, server);
  assignmentRoutes(routes, server);
  syncRoutes(routes, server);
  referenceRoutes(routes, server);
  fileRoutes(routes, server, uploads);
  evidenceRoutes(routes, server, uploads);
  evidenceFileRoutes(routes, server, filesOrigin ?? '');
  officeRoutes(routes, server);
  visitRoutes(routes, server);
  rescueRoutes(routes, server);
  firmRoutes(routes, server, addressOf);
  if (files !== null) routes.open('GET', '/*', 'app.read', (c) => (isApi(c.req.path) ? c.notFound() : files(c.req.raw)));
  hono.notFound((c) => problemReply(c, problem('access.not-found')));
  hono.onError((error, c) => {
    report(error, `${c.req.method} ${c.req.path}`);
    return problemReply(c, problemOf(error));
  });
  return { hono, routes: routes.list };
}

function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

/** A full disk and a busy database have words of their own, since a person can do something about them. */
function problemOf(error: unknown) {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'SQLITE_FULL' || code === '53100') return problem('server.full');
  if (code.startsWith('SQLITE_BUSY') || code === 'ECONNREFUSED' || code.startsWith('57P')) return problem('storage.unavailable');
  return problem('server.failed');
}
