/** Middlewares before every route: headers on all that leaves, and state changes from our own pages only. */
import type { MiddlewareHandler } from 'hono';
import { protocolHeader, protocolVersion } from '#protocol/sync-wire.ts';
import { problem } from '#shared/problems.ts';
import { problemReply } from './reply.ts';
import type { Env } from './reply.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const everywhere: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(self)',
};

/** Sets headers after the route, so that errors and files carry them too; a route may set a stricter policy of its own. */
export const securityHeaders: MiddlewareHandler<Env> = async (c, next) => {
  const secure = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
  c.set('secure', secure);
  await next();
  const { headers } = c.res;
  for (const [name, value] of Object.entries(everywhere)) headers.set(name, value);
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy);
  if (secure) headers.set('Strict-Transport-Security', 'max-age=31536000');
  if (c.req.path.startsWith('/api/')) {
    headers.set(protocolHeader, String(protocolVersion));
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  }
};

/** Nothing is offered by any other: TRACE would echo what it is sent, OPTIONS would answer other origins. */
const methods = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];

export const knownMethodsOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (methods.includes(c.req.method)) return next();
  c.header('Allow', methods.join(', '));
  return problemReply(c, problem('input.method'));
};

/**
 * Requests that change something come from our own origin: by `Sec-Fetch-Site`, or by `Origin` where a browser does not send that.
 * A request with neither is no browser's. Bodies are JSON, which no foreign form can send; uploads have a type of their own.
 */
export const sameSiteOnly: MiddlewareHandler<Env> = async (c, next) => {
  const { method, path } = c.req;
  if (method === 'GET' || method === 'HEAD') return next();
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site !== undefined && site !== 'same-origin') return problemReply(c, problem('auth.cross-site'));
  if (site === undefined && origin !== undefined && hostOf(origin) !== c.req.header('host')) {
    return problemReply(c, problem('auth.cross-site'));
  }
  const isUpload = path === '/api/files' || path.startsWith('/api/files/');
  // No form can send this type either; a bundle is too large to be read as JSON.
  const isBundle = path === '/api/office/rescue' && c.req.header('content-type') === 'application/octet-stream';
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (!isUpload && !isBundle && method !== 'DELETE' && type !== 'application/json')
    return problemReply(c, problem('auth.cross-site'));
  return next();
};

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
