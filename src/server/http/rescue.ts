import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { decide, nothing } from '#policy/decide.ts';
import type { RegionCode } from '#shared/ids.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { importRescue } from '../rescue/import-rescue.ts';
import { checkRescue } from '../rescue/rescue-file.ts';
import { serverRescueKeys } from '../rescue/rescue-keys.ts';
import { outcomeReply, problemReply } from './reply.ts';
import type { RouteTable } from './routes.ts';

/** Bytes of a bundle over the web; a larger one goes through the command line. */
const bundleLimit = 2 * 1024 * 1024 * 1024;

export function rescueRoutes(routes: RouteTable, server: ServerContext): void {
  /** Devices that the server does not know, and damaged bundles, need the command line and somebody who answers for it. */
  routes.signed('POST', '/api/office/rescue', 'office.rescue', async (c, actor) => {
    const path = join(server.folders.uploads, `rescue-${randomBytes(16).toString('hex')}`);
    try {
      if (!(await receive(c.req.raw.body, path))) return problemReply(c, problem('rescue.too-large'));
      const checked = await checkRescue(path);
      if (checked.kind === 'refused') return problemReply(c, checked.problem);
      const owner = await server.open.db
        .selectFrom('people')
        .select('region')
        .where('id', '=', checked.value.header.person)
        .executeTakeFirst();
      if (owner === undefined) return problemReply(c, problem('access.not-found'));
      const target = { ...nothing, region: owner.region as RegionCode };
      const decision = decide(actor, 'office.rescue', target);
      if (decision.kind === 'denied') return problemReply(c, decision.problem);
      const options = { trustDevices: false, salvage: false, by: actor.person };
      return outcomeReply(c, await importRescue(server, path, { ...options, privateKeys: await serverRescueKeys(server) }));
    } finally {
      await rm(path, { force: true });
    }
  });
}

/** False as soon as the body exceeds the limit. */
async function receive(body: ReadableStream<Uint8Array> | null, path: string): Promise<boolean> {
  let size = 0;
  const limited = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      if (size > bundleLimit) done(new TooLarge());
      else done(null, chunk);
    },
  });
  const source = body === null ? Readable.from([]) : Readable.fromWeb(body as NodeStream);
  try {
    await pipeline(source, limited, createWriteStream(path, { mode: 0o600 }));
    return true;
  } catch (error) {
    if (error instanceof TooLarge) return false;
    throw error;
  }
}

class TooLarge extends Error {}
