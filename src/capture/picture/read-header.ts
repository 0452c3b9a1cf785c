/** What a picture file says about itself before anything is decoded: a 60-megapixel header is refused without paying for its pixels. */
import { readExif } from './read-exif.ts';

export type PictureHeader = {
  readonly format: 'jpeg' | 'png' | 'gif' | 'webp' | 'heif';
  /** Pixels as stored, before the camera's rotation mark is applied. */
  readonly width: number;
  readonly height: number;
  /** Rotated by a quarter: the upright picture is `height` wide. */
  readonly sideways: boolean;
  /** ISO time without zone unless the camera noted one; null when it noted none. */
  readonly takenAt: string | null;
  readonly device: string | null;
};

const bare = { sideways: false, takenAt: null, device: null } as const;

/** Null when the bytes are no picture format that browsers open, or when its size cannot be found. */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(view);
    if (ascii(view, 0, 8) === '\x89PNG\r\n\x1a\n' && ascii(view, 12, 4) === 'IHDR') {
      return { format: 'png', width: view.getUint32(16), height: view.getUint32(20), ...bare };
    }
    if (ascii(view, 0, 4) === 'GIF8')
      return { format: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true), ...bare };
    if (ascii(view, 0, 4) === 'RIFF' && ascii(view, 8, 4) === 'WEBP') return readWebp(view);
    if (ascii(view, 4, 4) === 'ftyp') return readHeif(view);
  } catch (error) {
    // A file that ends before its own header does is not a picture.
    if (error instanceof RangeError) return null;
    throw error;
  }
  return null;
}

function readJpeg(view: DataView): PictureHeader | null {
  let exif = { orientation: 1, takenAt: null as string | null, device: null as string | null };
  let offset = 2;
  for (;;) {
    if (view.getUint8(offset) !== 0xff) return null;
    const marker = view.getUint8(offset + 1);
    // Fill bytes and markers without a length.
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      offset += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) return null;
    const length = view.getUint16(offset + 2);
    // Start of frame; C4, C8 and CC share the range and mean tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      const { orientation, takenAt, device } = exif;
      const height = view.getUint16(offset + 5);
      return { format: 'jpeg', width: view.getUint16(offset + 7), height, sideways: orientation >= 5, takenAt, device };
    }
    if (marker === 0xe1 && ascii(view, offset + 4, 6) === 'Exif\0\0') {
      const start = view.byteOffset + offset + 10;
      exif = readExif(new DataView(view.buffer, start, Math.min(length - 8, view.byteLength - offset - 10)));
    }
    offset += 2 + length;
  }
}

function readWebp(view: DataView): PictureHeader | null {
  const chunk = ascii(view, 12, 4);
  if (chunk === 'VP8X') return { format: 'webp', width: uint24(view, 24) + 1, height: uint24(view, 27) + 1, ...bare };
  if (chunk === 'VP8 ')
    return { format: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, ...bare };
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, ...bare };
  }
  return null;
}

/** HEIC and AVIF: the largest `ispe` box is the picture itself, smaller ones are its tiles and thumbnails. */
function readHeif(view: DataView): PictureHeader | null {
  let best: PictureHeader | null = null;
  const end = Math.min(view.byteLength, 64 * 1024) - 16;
  for (let offset = 8; offset < end; offset += 1) {
    if (view.getUint32(offset) !== 0x69737065) continue;
    const width = view.getUint32(offset + 8);
    const height = view.getUint32(offset + 12);
    if (best === null || width * height > best.width * best.height) best = { format: 'heif', width, height, ...bare };
  }
  return best;
}

function uint24(view: DataView, offset: number): number {
  return view.getUint8(offset) | (view.getUint8(offset + 1) << 8) | (view.getUint8(offset + 2) << 16);
}

function ascii(view: DataView, offset: number, length: number): string {
  if (offset + length > view.byteLength) return '';
  let text = '';
  for (let index = 0; index < length; index += 1) text += String.fromCharCode(view.getUint8(offset + index));
  return text;
}
