/**
 * A PDF is text with streams in it. Readers act on names such as /JavaScript, wherever an object with one lies; newer files pack
 * objects into compressed streams, so those are unpacked and read too. What cannot be read is not taken: encrypted files, object
 * streams packed in other ways.
 */
import { inflateSync } from 'node:zlib';
import type { FileShape } from './shape-verdict.ts';

/** Bytes that all object streams of one file may unpack to. */
const mostUnpacked = 64 * 1024 * 1024;

export function pdfShape(bytes: Buffer): FileShape {
  const text = bytes.toString('latin1');
  if (!/^%PDF-[12]\.\d/u.test(text)) return 'broken';
  // Other bytes behind the end are another file; blanks are usual.
  const end = text.lastIndexOf('%%EOF');
  if (end === -1) return 'broken';
  if (/\S/u.test(text.slice(end + '%%EOF'.length).replaceAll('\0', ' '))) return 'mixed';
  if (isActive(text)) return 'active';
  let left = mostUnpacked;
  for (const found of objectStreams(text)) {
    if (found.packing === 'other') return 'broken';
    const packed = bytes.subarray(found.start, found.end);
    const unpacked = found.packing === 'none' ? packed : unpack(packed, left);
    if (unpacked === null) return 'broken';
    left -= unpacked.length;
    if (isActive(unpacked.toString('latin1'))) return 'active';
  }
  return 'plain';
}

/** Actions and attachments; long enough names not to stand by chance in compressed bytes. */
const active =
  /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|ImportData|SubmitForm|GoToE|GoToR|XFA|Encrypt)(?![A-Za-z0-9])/u;

function isActive(text: string): boolean {
  return active.test(plainNames(text));
}

/** In names `#4A` is another way to write `J`. */
function plainNames(text: string): string {
  return text.replaceAll(/#([0-9a-fA-F]{2})/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

type ObjectStream = { readonly start: number; readonly end: number; readonly packing: 'none' | 'flate' | 'other' };

function* objectStreams(text: string): Generator<ObjectStream> {
  const opening = />>\s*stream\r?\n/gu;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const head = text.slice(Math.max(0, found.index - 4096), found.index);
    const dictionary = plainNames(head.slice(Math.max(0, head.lastIndexOf(' obj'), head.lastIndexOf('\nobj'))));
    if (!/\/ObjStm(?![A-Za-z0-9])/u.test(dictionary)) continue;
    const start = found.index + found[0].length;
    const end = text.indexOf('endstream', start);
    yield { start, end: end === -1 ? text.length : end, packing: packingOf(dictionary) };
  }
}

function packingOf(dictionary: string): ObjectStream['packing'] {
  const predicted = /\/Predictor\s+(?:[2-9]|1\d)/u.test(dictionary);
  const filter = /\/Filter\s*(\[[^\]]*\]|\/\w+)/u.exec(dictionary)?.[1] ?? null;
  if (filter === null) return predicted ? 'other' : 'none';
  return !predicted && /^\[?\s*\/(?:FlateDecode|Fl)\s*\]?$/u.test(filter) ? 'flate' : 'other';
}

/** Null where it is damaged or larger than what is left. */
function unpack(packed: Buffer, most: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch {
    return null;
  }
}
