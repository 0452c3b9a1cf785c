/**
 * The built app. Hashed assets never change; everything else is asked for anew each time, so that an update is seen. Assets of
 * earlier builds stay reachable from the archive: an open page of an old build still finds its lazy chunks.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { archiveBuild } from './build-archive.ts';

export type StaticFiles = (request: Request) => Promise<Response>;

export async function staticFiles(dist: string, archive: string): Promise<StaticFiles> {
  const builds = await archiveBuild(dist, archive);
  const cache = new Map<string, Loaded>();
  return async (request) => {
    const path = decodePath(new URL(request.url).pathname);
    if (path === null) return notFound();
    const inAssets = path.startsWith('/assets/');
    const file =
      (await load(cache, dist, path)) ?? (inAssets ? await loadFirst(cache, builds, path.slice('/assets'.length)) : null);
    if (file !== null) return answer(request, file, inAssets);
    // A deep link of the app; a file that is not there stays absent, so that no script or picture turns into HTML.
    if (inAssets || extname(path) !== '') return notFound();
    const index = await load(cache, dist, '/index.html');
    return index === null ? notBuilt() : answer(request, index, false);
  };
}

type Loaded = {
  readonly modified: number;
  readonly type: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Null where squeezing gains nothing. */
  readonly squeezed: Uint8Array<ArrayBuffer> | null;
};

/** Addresses that are documents of their own. */
const pages: Readonly<Record<string, string>> = { '/': '/index.html', '/f': '/firm.html' };

const squeeze = promisify(gzip);

async function loadFirst(cache: Map<string, Loaded>, folders: readonly string[], path: string): Promise<Loaded | null> {
  for (const folder of folders) {
    const found = await load(cache, folder, path);
    if (found !== null) return found;
  }
  return null;
}

/** Read again only when it changed on the disk; null for what is not a plain file of the folder. */
async function load(cache: Map<string, Loaded>, folder: string, path: string): Promise<Loaded | null> {
  const relative = pages[path] ?? path;
  const type = types[extname(relative)];
  if (type === undefined) return null;
  const file = join(folder, normalize(relative));
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) return null;
  const known = cache.get(file);
  if (known !== undefined && known.modified === found.mtimeMs && known.body.length === found.size) return known;
  const body = new Uint8Array(await readFile(file));
  const packs = body.length > 1024 && /^(text|application\/(json|javascript|manifest|wasm)|image\/svg)/u.test(type);
  const loaded: Loaded = {
    modified: found.mtimeMs,
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    body,
    squeezed: packs ? new Uint8Array(await squeeze(body)) : null,
  };
  if (cache.size > 1000) cache.clear();
  cache.set(file, loaded);
  return loaded;
}

function answer(request: Request, file: Loaded, immutable: boolean): Response {
  const headers = new Headers({
    'Content-Type': file.type,
    'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: file.etag,
    Vary: 'Accept-Encoding',
  });
  if (request.headers.get('if-none-match')?.includes(file.etag) === true) return new Response(null, { status: 304, headers });
  const packed = file.squeezed !== null && request.headers.get('accept-encoding')?.includes('gzip') === true;
  if (packed) headers.set('Content-Encoding', 'gzip');
  const body = packed ? file.squeezed : file.body;
  headers.set('Content-Length', String(body?.length ?? 0));
  return new Response(body, { headers });
}

function notFound(): Response {
  return new Response('404', {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' },
  });
}

function notBuilt(): Response {
  return new Response('页面还没有构建，请运行 npm run build。The app is not built yet: run npm run build.', {
    status: 503,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}

/** Null for what is not UTF-8, climbs, or names a hidden file or a source map. */
function decodePath(raw: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  const parts = path.split('/');
  const bad = parts.some((part) => part.startsWith('.') || part.includes('\0') || part.includes('\\')) || path.endsWith('.map');
  return bad ? null : path;
}

/** Nothing else is served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
