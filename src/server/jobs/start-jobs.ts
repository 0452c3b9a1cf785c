/** What a running server does by itself, beside answering. */
import type { Uploads } from '../blobs/upload-store.ts';
import type { ServerContext } from '../context.ts';
import { stampWhenDue } from '../timestamp/stamp-seals.ts';
import { collectUploads } from './collect-uploads.ts';
import { scrubWhenDue } from './scrub-evidence.ts';
import { sealLog } from './seal-log.ts';

const hour = 60 * 60 * 1000;

export type JobOptions = {
  readonly report: (error: unknown, what: string) => void;
  /** Where the daily timestamp is asked for; null: nowhere. */
  readonly timestampAuthority: string | null;
};

/** Returns what ends them: after the job under way. */
export function startJobs(
  server: ServerContext,
  uploads: Uploads,
  { report, timestampAuthority }: JobOptions,
): () => Promise<void> {
  let ending = false;
  const scrub = { bytesPerSecond: 8 * 1024 * 1024, stopped: () => ending };
  const ends = [
    every(6 * hour, 'collect uploads', () => collectUploads(server, uploads)),
    every(hour, 'seal log', () => sealAndStamp(server, timestampAuthority)),
    every(hour, 'scrub evidence', () => scrubWhenDue(server, scrub)),
  ];
  return async () => {
    ending = true;
    for (const end of ends) await end();
  };

  function every(span: number, what: string, job: () => Promise<unknown>): () => Promise<void> {
    let work: Promise<unknown> = Promise.resolve();
    const run = (): void => {
      work = work.then(job).catch((error: unknown) => report(error, what));
    };
    run();
    const timer = setInterval(run, span);
    return async () => {
      clearInterval(timer);
      await work;
    };
  }
}

async function sealAndStamp(server: ServerContext, authority: string | null): Promise<void> {
  await sealLog(server);
  if (authority === null) return;
  const stamped = await stampWhenDue(server, authority);
  if (stamped.kind === 'failed') throw new Error(`timestamp authority: ${stamped.reason}`);
}
