import type { CodeReply, CodeRequest } from './code-messages.ts';

export type CodeReader = {
  /** Texts of the codes in a picture, which is used up; null where the reader did not come up. One picture at a time. */
  readonly read: (picture: ImageBitmap) => Promise<readonly string[] | null>;
  readonly close: () => void;
};

/** QR codes and barcodes, read in a worker: by the browser where it can, by a library that the app brings along elsewhere. */
export function openCodeReader(): CodeReader {
  const worker = new Worker(new URL('./code.worker.ts', import.meta.url), { type: 'module', name: 'codes' });
  const waiting = new Map<number, (texts: readonly string[] | null) => void>();
  let lastId = 0;
  const settle = (id: number, texts: readonly string[] | null): void => {
    waiting.get(id)?.(texts);
    waiting.delete(id);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<CodeReply>) => {
    settle(data.id, data.kind === 'read' ? data.texts : null);
  });
  worker.addEventListener('error', () => {
    for (const id of waiting.keys()) settle(id, null);
  });
  return {
    read: (picture) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        const request: CodeRequest = { id: lastId, picture };
        worker.postMessage(request, [picture]);
      }),
    close: () => {
      worker.terminate();
      for (const id of waiting.keys()) settle(id, null);
    },
  };
}
