import type { MiddlewareHandler } from 'hono';
import { problem } from '#shared/problems.ts';
import { blobPath } from './evidence-files.ts';
import { problemReply } from './reply.ts';
import type { Env } from './reply.ts';

/**
 * Where originals have a host of their own, it answers nothing but them, and they leave from nowhere else: no browser ever sends the
 * app's cookie along, and a file that were taken for a page would be a page of a site that has nothing. Hosts are told apart by name
 * alone, as cookies are: a second port of the same name would be no other place.
 */
export function filesHostOnly(filesOrigin: string): MiddlewareHandler<Env> {
  const filesHost = new URL(filesOrigin).hostname;
  return async (c, next) => {
    const isFile = c.req.path.startsWith(`${blobPath}/`);
    const isFilesHost = new URL(c.req.url).hostname === filesHost;
    if (isFile === isFilesHost) return next();
    // Whoever watches over the server may ask it by either name.
    return c.req.path === '/api/health' ? next() : problemReply(c, problem('access.not-found'));
  };
}
