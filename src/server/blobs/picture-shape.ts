/**
 * What a picture file is made of beside its pixels. A file that is a picture and something else at once (an archive behind the end
 * marker, a web page in a comment) shows its pixels like any other, so a decoder finds nothing: the parts are walked instead.
 *
 *   JPEG  FFD8, segments [FF type length …], FFDA and coded data …, FFD9          then nothing
 *   PNG   signature, chunks [length type data crc] … IEND                         then nothing
 *   WebP  RIFF length WEBP, chunks [type length data (padded to even)] …          then nothing
 */

export type PictureFormat = 'jpeg' | 'png' | 'webp';
/** `mixed`: it goes on after its end, or carries markup; `broken`: it does not follow its own format. */
export type PictureShape = 'plain' | 'mixed' | 'broken';

export function pictureShape(bytes: Buffer, format: PictureFormat): PictureShape {
  const walked = walks[format](bytes);
  if (walked === null) return 'broken';
  return walked.end < bytes.length || walked.texts.some(isForeign) ? 'mixed' : 'plain';
}

/** The byte after the last one, and the parts that are no pixels. */
type Walked = { readonly end: number; readonly texts: readonly Buffer[] };

/** Openings that a browser or a server would act on. XMP, which begins `<?xpacket` and `<x:xmpmeta`, is none. */
const markup = /<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|form|img|link|meta|\?php)/iu;
/** Archives, programs, documents. */
const otherFiles = ['PK\u0003\u0004', 'MZ\u0090\u0000', '%PDF-'];

/** Carries markup or begins another kind of file. */
export function isForeign(part: Buffer): boolean {
  const text = part.toString('latin1');
  return markup.test(text) || otherFiles.some((opening) => text.includes(opening));
}

const walks: Readonly<Record<PictureFormat, (bytes: Buffer) => Walked | null>> = { jpeg: walkJpeg, png: walkPng, webp: walkWebp };

function walkJpeg(bytes: Buffer): Walked | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  const texts: Buffer[] = [];
  let at = 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xd9) return { end: at + 2, texts };
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (at + 4 > bytes.length) return null;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    // APPn and COM
    if ((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe) texts.push(bytes.subarray(at + 4, at + 2 + length));
    at += 2 + length;
    if (marker === 0xda) at = endOfScan(bytes, at);
  }
  return null;
}

/** In coded data FF is followed by 00 or a restart marker; any other marker ends it. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at += 2;
  }
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function walkPng(bytes: Buffer): Walked | null {
  if (!bytes.subarray(0, 8).equals(pngSignature)) return null;
  const texts: Buffer[] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + length;
    if (type === 'IEND') return end <= bytes.length ? { end, texts } : null;
    if (!pixelChunks.has(type)) texts.push(bytes.subarray(at + 8, at + 8 + length));
    at = end;
  }
  return null;
}

const pixelChunks: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'VP8 ', 'VP8L', 'ALPH', 'VP8X']);

function walkWebp(bytes: Buffer): Walked | null {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return null;
  const texts: Buffer[] = [];
  let at = 12;
  while (at + 8 <= end) {
    const length = bytes.readUInt32LE(at + 4);
    if (!pixelChunks.has(bytes.toString('latin1', at, at + 4))) texts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return { end, texts };
}
