/// <reference lib="webworker" />
import type { Outcome } from '#shared/outcome.ts';
import { processPicture } from './picture/process-picture.ts';
import { drawPicture } from './picture/draw-picture.ts';
import { keepFile } from './picture/keep-file.ts';
import type { PhotoReply, PhotoRequest, PhotoTask, ProcessedPhoto } from './picture/processed-photo.ts';

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener('message', (event: MessageEvent<PhotoRequest>) => {
  void answer(event.data);
});

async function answer({ id, file, task }: PhotoRequest): Promise<void> {
  const outcome = await workOn(file, task);
  const reply: PhotoReply = { id, outcome };
  self.postMessage(reply, outcome.kind === 'ok' ? [outcome.value.bytes, outcome.value.thumbnail] : []);
}

function workOn(file: Blob, task: PhotoTask): Promise<Outcome<ProcessedPhoto>> {
  switch (task.kind) {
    case 'take':
      return processPicture(file);
    case 'draw':
      return drawPicture(file, task.drawing);
    case 'keep':
      return keepFile(file);
  }
}
