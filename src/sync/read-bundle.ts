/** Reading the lines of a bundle in the browser: twice, since nothing of a file is believed that is not whole. */
import { hashLine, hashOfHashes, readEnd, recordBinding, unpackRecord } from '#proof/rescue-format.ts';
import { fromBase64url } from '#shared/base64url.ts';

export type WholeBundle = { readonly header: string; readonly hash: string; readonly signature: string };

/** Null: not such a file. `damaged`: cut or changed. */
export async function checkBundle(file: Blob, magic: string): Promise<WholeBundle | 'damaged' | null> {
  const hashes: string[] = [];
  let header = '';
  let end: ReturnType<typeof readEnd> = null;
  for await (const line of linesOf(file)) {
    if (hashes.length === 0 && line !== magic) return null;
    if (hashes.length === 1) header = line;
    end = hashes.length > 1 ? readEnd(line) : null;
    if (end !== null) break;
    hashes.push(hashLine(line));
  }
  if (hashes.length === 0) return null;
  const whole = end !== null && end.records === hashes.length - 2 && end.hash === hashOfHashes(hashes);
  return whole && end !== null ? { header, hash: end.hash, signature: end.signature } : 'damaged';
}

export type OpenedRecord = { readonly record: unknown; readonly file: Uint8Array<ArrayBuffer> };

/** One record after the other; throws when a seal does not hold. */
export async function* openRecords(file: Blob, bundle: string, key: CryptoKey): AsyncGenerator<OpenedRecord> {
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (number <= 2) continue;
    if (readEnd(line) !== null) return;
    const bytes = fromBase64url(line) ?? new Uint8Array();
    const additionalData = new TextEncoder().encode(recordBinding(bundle, number - 3));
    const gcm = { name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData };
    const parts = unpackRecord(new Uint8Array(await crypto.subtle.decrypt(gcm, key, bytes.slice(12))));
    if (parts === null) throw new Error(`record ${String(number)} is none`);
    yield { record: JSON.parse(new TextDecoder().decode(parts.json)), file: parts.file };
  }
}

async function* linesOf(file: Blob): AsyncGenerator<string> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let open = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (open + value).split(/\r?\n/u);
    open = lines.pop() ?? '';
    yield* lines;
  }
  if (open !== '') yield open;
}
