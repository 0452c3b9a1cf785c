/**
 * Photos through the product's upload code in Chromium while every connection is cut every few seconds, acknowledgements are lost and
 * the server is killed. Each must be committed byte for byte; what was left lying about must be collected, and nothing else.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import { openUploads } from '#server/blobs/upload-store.ts';
import { collectUploads } from '#server/jobs/collect-uploads.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { seeded } from '../simulation/seeded.ts';
import { browserPhone, phonePages } from './browser-phone.ts';
import { withStopped } from './check-server.ts';
import { noFaults, startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { textQuestions } from './questions.ts';
import { soakServer } from './server.ts';
import type { SoakServer } from './server.ts';

export type UploadsOptions = {
  readonly photos: number;
  readonly cutMs: number;
  readonly seed: number;
  /** The server is killed after so many more photos were committed. */
  readonly killEvery: number;
  /** Share of acknowledgements that are lost. */
  readonly lostReplies: number;
};

export type UploadsReport = UploadsOptions & {
  readonly committed: number;
  readonly mismatches: number;
  readonly serverKills: number;
  /** Uploads that were begun and never needed, and what was left of them after collecting. */
  readonly orphans: number;
  readonly orphansLeft: number;
  readonly network: FaultProxy['counts'];
  readonly problems: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  readonly ms: number;
};

export async function soakUploads(options: UploadsOptions): Promise<UploadsReport> {
  const began = performance.now();
  const server = soakServer({ pages: await phonePages() });
  const proxy = await startFaultProxy(await server.start(), seeded(options.seed).next);
  const phone = await browserPhone(proxy.url, server, textQuestions);
  try {
    const assessments = Math.ceil(options.photos / 20);
    const hashes = await phone.work({ assessments, answers: 3, photos: options.photos, bytes: [40_000, 300_000] });
    // A weak mobile network, so that a photo takes long enough to be cut in the middle.
    proxy.faults = { ...noFaults, lostReply: options.lostReplies, cutEveryMs: options.cutMs, bytesPerSecond: 1_000_000 };
    await phone.start(100);
    let serverKills = 0;
    for (let verified = 0; ; await wait(100)) {
      const state = await phone.state();
      if (state.pendingPhotos === 0 && state.pendingOps === 0) break;
      if (state.photosVerified < verified + options.killEvery) continue;
      verified = state.photosVerified;
      serverKills += 1;
      await server.kill();
      proxy.target = await server.start();
    }
    const { problems } = await phone.state();
    await phone.close();
    await server.stop();
    const checked = await check(server, hashes);
    return { ...options, serverKills, ...checked, network: proxy.counts, problems, ms: Math.round(performance.now() - began) };
  } finally {
    await phone.close();
    await proxy.close();
    await server.remove();
  }
}

type Checked = Pick<UploadsReport, 'committed' | 'mismatches' | 'orphans' | 'orphansLeft' | 'faults'>;

async function check(soaked: SoakServer, hashes: readonly string[]): Promise<Checked> {
  return withStopped(soaked, async (server) => {
    const faults: string[] = [];
    const rows = await server.open.db.selectFrom('evidence_files').select('sha256').execute();
    const registered = new Set(rows.map(({ sha256 }) => sha256));
    for (const hash of hashes) if (!registered.has(hash)) faults.push(`photo ${hash} was not committed`);
    const mismatched = (): number =>
      rows.filter(({ sha256 }) => hashOf(evidencePath(server.folders.evidence, sha256)) !== sha256).length;
    const mismatches = mismatched();
    if (rows.length !== hashes.length)
      faults.push(`${String(hashes.length)} photos were taken, ${String(rows.length)} are registered`);
    const uploads = openUploads(server.folders.uploads);
    const lying = (): number => new Set(readdirSync(server.folders.uploads).map((name) => name.split('.')[0])).size;
    const orphans = lying();
    const { removed } = await collectUploads(server, uploads);
    if (removed > 0) faults.push('an upload was collected that may still be going on');
    await collectUploads({ ...server, now: () => Date.now() + 2 * 24 * 60 * 60 * 1000 }, uploads);
    const orphansLeft = lying();
    if (orphansLeft > 0) faults.push(`${String(orphansLeft)} orphans were not collected`);
    if (mismatches + mismatched() > 0) faults.push('stored photos are not what was taken');
    for (const name of readdirSync(join(soaked.dataFolder))) if (name === 'rejected') faults.push('a photo was set aside');
    faults.push(...(await verifyChains(server)).faults);
    return { committed: rows.length, mismatches, orphans, orphansLeft, faults };
  });
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
