/** Sound as browsers record it: WebM, MP4 or Ogg. The containers are walked; nothing is decoded. */
import type { EvidenceType } from '#domain/evidence.ts';
import type { FileShape } from './shape-verdict.ts';
import { isForeign } from './picture-shape.ts';

export function soundShape(bytes: Buffer, mime: EvidenceType): FileShape {
  const walked = walkOf(mime)(bytes);
  if (walked !== 'plain') return walked;
  // A page or an archive hidden in a tag or in padding; in coded sound such openings do not come about by chance.
  return isForeign(bytes) ? 'mixed' : 'plain';
}

function walkOf(mime: EvidenceType): (bytes: Buffer) => FileShape {
  if (mime === 'audio/webm') return walkWebm;
  return mime === 'audio/mp4' ? walkMp4 : walkOgg;
}

/** EBML head of type `webm`, then one segment: to the end, or of unknown length as a recorder writes it. A sound has no picture track. */
function walkWebm(bytes: Buffer): FileShape {
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== 0x1a45dfa3) return 'foreign';
  const head = elementLength(bytes, 4);
  if (head === null || head.unknown) return 'broken';
  const segment = head.next + head.value;
  if (!bytes.subarray(4, segment).includes('webm')) return 'foreign';
  if (segment + 5 > bytes.length || bytes.readUInt32BE(segment) !== 0x18538067) return 'broken';
  const length = elementLength(bytes, segment + 4);
  if (length === null) return 'broken';
  const end = length.unknown ? bytes.length : length.next + length.value;
  if (end > bytes.length) return 'broken';
  const tracks = bytes.toString('latin1', length.next, Math.min(bytes.length, length.next + 8192));
  if (/V_(?:VP8|VP9|AV1|MPEG)/u.test(tracks)) return 'foreign';
  if (!/A_(?:OPUS|VORBIS|PCM|AAC)/u.test(tracks)) return 'broken';
  return end < bytes.length ? 'mixed' : 'plain';
}

/** A length of EBML: the position of the first set bit says of how many bytes; all other bits set: unknown. */
function elementLength(
  bytes: Buffer,
  at: number,
): { readonly value: number; readonly next: number; readonly unknown: boolean } | null {
  const first = bytes[at] ?? 0;
  if (first === 0) return null;
  const count = Math.clz32(first) - 23;
  if (at + count > bytes.length) return null;
  let value = first & ((1 << (8 - count)) - 1);
  let ones = value === (1 << (8 - count)) - 1;
  for (let index = 1; index < count; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value = value * 256 + byte;
    ones &&= byte === 0xff;
  }
  return { value, next: at + count, unknown: ones };
}

/** Boxes [length type …] without a gap to the end. */
function walkMp4(bytes: Buffer): FileShape {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return 'foreign';
  const types = new Set<string>();
  let at = 0;
  while (at + 8 <= bytes.length) {
    const short = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const long = short === 1 && at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    const length = short === 0 ? bytes.length - at : long;
    if (!/^[\w ]{4}$/u.test(type)) return types.has('moov') ? 'mixed' : 'broken';
    if (length < 8) return 'broken';
    types.add(type);
    at += length;
  }
  if (at !== bytes.length) return at > bytes.length ? 'broken' : 'mixed';
  if (!types.has('moov')) return 'broken';
  if (bytes.includes('vide')) return 'foreign';
  return bytes.includes('soun') ? 'plain' : 'broken';
}

/** Pages without a gap to the end, the first of them Opus or Vorbis. */
function walkOgg(bytes: Buffer): FileShape {
  if (bytes.toString('latin1', 0, 4) !== 'OggS') return 'foreign';
  let at = 0;
  while (at + 27 <= bytes.length) {
    if (bytes.toString('latin1', at, at + 4) !== 'OggS') return 'mixed';
    const segments = bytes[at + 26] ?? 0;
    let length = 27 + segments;
    for (let index = 0; index < segments; index += 1) length += bytes[at + 27 + index] ?? 0;
    at += length;
  }
  if (at !== bytes.length) return at > bytes.length ? 'broken' : 'mixed';
  const first = bytes.subarray(0, 256);
  return first.includes('OpusHead') || first.includes('vorbis') ? 'plain' : 'foreign';
}
