/** A writing worker that the browser ends as soon as a write was begun. */
import '#store/writer.worker.ts';

self.addEventListener('message', ({ data }: MessageEvent<{ readonly kind: string }>) => {
  if (data.kind === 'write') throw new Error('ended');
});
