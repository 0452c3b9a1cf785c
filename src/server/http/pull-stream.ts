/** Pages of a pull one after the other in one compressed reply, each read when the one before it was taken. */
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { buildPull } from '#replica/build-pull.ts';
import type { PullRequest } from '#replica/build-pull.ts';
import type { PullPorts } from '#replica/ports.ts';
import type { RouteContext } from './reply.ts';

export function pullStream(c: RouteContext, ports: PullPorts, request: PullRequest): Response {
  const lines = Readable.from(pages(ports, request), { objectMode: false, highWaterMark: 1 });
  const packs = c.req.header('accept-encoding')?.includes('gzip') === true;
  // A line leaves when it is written: the phone works on it while the next is read.
  const out = packs ? lines.pipe(createGzip({ flush: constants.Z_SYNC_FLUSH })) : lines;
  lines.once('error', (error) => out.destroy(error));
  out.once('close', () => lines.destroy());
  return new Response(Readable.toWeb(out) as ReadableStream, {
    headers: {
      'content-type': 'application/x-ndjson',
      vary: 'Accept-Encoding',
      ...(packs ? { 'content-encoding': 'gzip' } : {}),
    },
  });
}

async function* pages(ports: PullPorts, request: PullRequest): AsyncGenerator<string> {
  for (let from = request; ;) {
    const page = await buildPull(ports, from);
    yield `${JSON.stringify(page)}\n`;
    if (!page.more) return;
    from = { ...from, cursor: page.cursor, epoch: page.epoch, scope: page.scopeVersion };
  }
}
