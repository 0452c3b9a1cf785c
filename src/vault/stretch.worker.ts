/** Stretches one secret and is ended: the 19 MiB and more that it takes go with it, and the screen never stands still meanwhile. */
import { argon2id } from 'hash-wasm';
import type { FromStretchWorker, ToStretchWorker } from './stretch-messages.ts';

self.addEventListener('message', ({ data }: MessageEvent<ToStretchWorker>) => {
  const { secret, salt, memory, passes, lanes } = data;
  const started = performance.now();
  const options = { password: secret, salt, memorySize: memory, iterations: passes, parallelism: lanes, hashLength: 32 } as const;
  argon2id({ ...options, outputType: 'binary' }).then(
    (key) => tell({ kind: 'done', key: new Uint8Array(key), milliseconds: performance.now() - started }),
    (error: unknown) => tell({ kind: 'failed', message: String(error) }),
  );
});

function tell(message: FromStretchWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  self.postMessage(message);
}
