/** A writing worker that is ready and answers no write. */
self.addEventListener('message', ({ data }: MessageEvent<{ readonly kind: string }>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  if (data.kind === 'open') self.postMessage({ kind: 'ready' });
});
