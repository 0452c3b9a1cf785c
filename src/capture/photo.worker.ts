/// <reference lib="webworker" />
import { processPicture } from './picture/process-picture.ts';
import type { PhotoReply, PhotoRequest } from './picture/processed-photo.ts';

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener('message', (event: MessageEvent<PhotoRequest>) => {
  void answer(event.data);
});

async function answer({ id, file }: PhotoRequest): Promise<void> {
  const outcome = await processPicture(file);
  const reply: PhotoReply = { id, outcome };
  self.postMessage(reply, outcome.kind === 'ok' ? [outcome.value.bytes, outcome.value.thumbnail] : []);
}
