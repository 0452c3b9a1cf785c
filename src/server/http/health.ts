import type { ServerContext } from '../context.ts';
import { readSetting } from '../db/settings.ts';
import type { RouteTable } from './routes.ts';

export function healthRoutes(routes: RouteTable, server: ServerContext): void {
  /** Asks the database: a process that cannot reach it is not healthy. */
  routes.open('GET', '/api/health', 'health.read', async (c) =>
    c.json({
      status: 'ok',
      version: server.version,
      database: server.open.kind,
      epoch: await readSetting(server.open.db, 'epoch'),
      time: new Date(server.now()).toISOString(),
    }),
  );
}
