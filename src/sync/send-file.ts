import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { noteUpload } from '#store/commands/track-upload.ts';
import type { UploadRow } from '#store/database.ts';
import type { Store } from '#store/store.ts';
import type { SyncPorts } from './sync-ports.ts';

/** A connection without progress for this long is cut and resumed: TCP alone may hang for days (tus-js#773). */
export const stallLimit = 20_000;
const stallTries = 3;
/** Progress is written this often: often enough for a bar, seldom enough for the disk. */
const noteEvery = 64 * 1024;

type Sent =
  | { readonly kind: 'done'; readonly url: string }
  | { readonly kind: 'stalled' }
  | { readonly kind: 'failed'; readonly status: number | null };

/** Sends a file's bytes, resuming at the noted url. Returns the url of the finished upload. */
export async function sendFile(
  store: Store,
  ports: SyncPorts,
  job: UploadRow,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Outcome<string>> {
  let uploadUrl = job.uploadUrl;
  for (let attempt = 0; attempt < stallTries; attempt += 1) {
    const sent = await sendOnce(store, ports, { ...job, uploadUrl }, bytes, (url) => {
      uploadUrl = url;
    });
    if (sent.kind === 'done') return ok(sent.url);
    if (sent.kind === 'failed') return refused(failure(sent.status));
  }
  return refused(problem('network.unreachable', { reason: 'stalled' }));
}

function failure(status: number | null) {
  if (status === 401) return problem('auth.signed-out');
  if (status === null || status === 0) return problem('network.unreachable');
  if (status === 413) return problem('evidence.too-large');
  if (status === 403 || status === 404) return problem('access.not-found');
  return problem('server.failed', { status });
}

function sendOnce(
  store: Store,
  ports: SyncPorts,
  job: UploadRow,
  bytes: Uint8Array<ArrayBuffer>,
  onUrl: (url: string) => void,
): Promise<Sent> {
  const { evidenceId, sha256, uploadUrl } = job;
  return new Promise((resolve) => {
    let stop: () => void = () => undefined;
    let last = ports.clock.monotonic();
    let noted = 0;
    let over: Sent | null = null;
    const end = (sent: Sent): void => {
      if (over !== null) return;
      over = sent;
      clearInterval(watchdog);
      resolve(sent);
    };
    const watchdog = setInterval(() => {
      if (ports.clock.monotonic() - last < stallLimit) return;
      stop();
      end({ kind: 'stalled' });
    }, 1000);
    const events = {
      onUrl: (url: string) => {
        onUrl(url);
        void noteUpload(store, evidenceId, { uploadUrl: url });
      },
      onProgress: (sent: number) => {
        last = ports.clock.monotonic();
        if (over !== null || sent < noted + noteEvery) return;
        noted = sent;
        void noteUpload(store, evidenceId, { sent });
      },
      onDone: (url: string) => end({ kind: 'done', url }),
      onFailed: (status: number | null) => end({ kind: 'failed', status }),
    };
    ports.openUpload({ bytes, evidenceId, sha256, uploadUrl }, events).then(
      (stopIt) => {
        stop = stopIt;
        // It stalled before it could say how to stop it.
        if (over?.kind === 'stalled') stop();
        return null;
      },
      () => end({ kind: 'failed', status: null }),
    );
  });
}
