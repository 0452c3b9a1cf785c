/** A browser that cannot write a file beside itself (Safari before 26): writes in place, and says what the file holds. */
import { openForWriting, readFile } from '#store/second-copy/copy-files.ts';

Reflect.deleteProperty(FileSystemFileHandle.prototype, 'createWritable');

async function write(): Promise<string> {
  const folder = await navigator.storage.getDirectory();
  const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const first = await openForWriting(folder, 'in-place', 0);
  await first.write(bytes('whole and torn'), 0);
  await first.close();
  const second = await openForWriting(folder, 'in-place', 'whole'.length);
  await second.write(bytes(' again'), 'whole'.length);
  await second.flush();
  await second.close();
  const third = await openForWriting(folder, 'in-place', 'whole again'.length);
  await third.abandon();
  return new TextDecoder().decode(await readFile(folder, 'in-place'));
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
void write().then((text) => self.postMessage(text));
