/** What a running server does by itself, beside answering. */
import type { Uploads } from '../blobs/upload-store.ts';
import type { ServerContext } from '../context.ts';
import { collectUploads } from './collect-uploads.ts';

const collectEvery = 6 * 60 * 60 * 1000;

/** Returns what ends it: after the job under way. */
export function startJobs(
  server: ServerContext,
  uploads: Uploads,
  report: (error: unknown, what: string) => void,
): () => Promise<void> {
  let work: Promise<unknown> = Promise.resolve();
  const collect = (): void => {
    work = collectUploads(server, uploads).catch((error: unknown) => report(error, 'collect uploads'));
  };
  collect();
  const timer = setInterval(collect, collectEvery);
  return async () => {
    clearInterval(timer);
    await work;
  };
}
