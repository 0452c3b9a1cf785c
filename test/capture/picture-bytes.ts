/** Picture files made by hand: real headers, no pixels. */

export function pngHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

export function jpegHeader(width: number, height: number, exif: Uint8Array | null = null): Uint8Array {
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0];
  return join([new Uint8Array([0xff, 0xd8]), exif ?? new Uint8Array(), new Uint8Array(frame), new Uint8Array([0xff, 0xd9])]);
}

type ExifFields = { readonly orientation: number; readonly make: string; readonly model: string; readonly takenAt: string };

/** An APP1 segment with the four facts the app reads. */
export function exifSegment({ orientation, make, model, takenAt }: ExifFields, little = true): Uint8Array {
  const tiff = new Uint8Array(256);
  const view = new DataView(tiff.buffer);
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  let heap = 128;
  const text = (value: string): readonly [number, number] => {
    const bytes = new TextEncoder().encode(`${value}\0`);
    const at = heap;
    tiff.set(bytes, at);
    heap += bytes.length;
    return [bytes.length, at];
  };
  const entry = (at: number, tag: number, kind: number, count: number, value: number): void => {
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, kind, little);
    view.setUint32(at + 4, count, little);
    if (kind === 3) view.setUint16(at + 8, value, little);
    else view.setUint32(at + 8, value, little);
  };
  view.setUint16(8, 4, little);
  entry(10, 0x010f, 2, ...text(make));
  entry(22, 0x0110, 2, ...text(model));
  entry(34, 0x0112, 3, 1, orientation);
  entry(46, 0x8769, 4, 1, 70);
  view.setUint16(70, 1, little);
  entry(72, 0x9003, 2, ...text(takenAt));
  const length = tiff.length + 8;
  return join([new Uint8Array([0xff, 0xe1, length >> 8, length & 255]), new TextEncoder().encode('Exif\0\0'), tiff]);
}

/** The same JPEG with a segment right after its first marker. */
export function withSegment(jpeg: Uint8Array, segment: Uint8Array): Uint8Array {
  return join([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An APP1 segment that says where: latitude 30.5, longitude 114.25. */
export function gpsSegment(): Uint8Array {
  const tiff = new Uint8Array(160);
  const view = new DataView(tiff.buffer);
  view.setUint16(0, 0x4d4d);
  view.setUint16(2, 42);
  view.setUint32(4, 8);
  const entry = (at: number, tag: number, kind: number, count: number, value: number): void => {
    view.setUint16(at, tag);
    view.setUint16(at + 2, kind);
    view.setUint32(at + 4, count);
    view.setUint32(at + 8, value);
  };
  view.setUint16(8, 1);
  entry(10, 0x8825, 4, 1, 30);
  view.setUint16(30, 4);
  entry(32, 1, 2, 2, 0x4e000000);
  entry(44, 2, 5, 3, 90);
  entry(56, 3, 2, 2, 0x45000000);
  entry(68, 4, 5, 3, 114);
  for (const [index, value] of [30, 30, 0, 114, 15, 0].entries()) {
    view.setUint32(90 + index * 8, value);
    view.setUint32(94 + index * 8, 1);
  }
  const length = tiff.length + 8;
  return join([new Uint8Array([0xff, 0xe1, length >> 8, length & 255]), new TextEncoder().encode('Exif\0\0'), tiff]);
}

/** How many tags of a JPEG's EXIF say where it was taken. */
export function gpsTags(jpeg: Uint8Array): number {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let tags = 0;
  for (let at = 2; at + 4 < jpeg.length && view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda;) {
    const length = view.getUint16(at + 2);
    if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      const tiff = at + 10;
      const little = view.getUint16(tiff) === 0x4949;
      const main = tiff + view.getUint32(tiff + 4, little);
      for (let index = 0; index < view.getUint16(main, little); index += 1) {
        const entry = main + 2 + index * 12;
        if (view.getUint16(entry, little) === 0x8825) tags += view.getUint16(tiff + view.getUint32(entry + 8, little), little);
      }
    }
    at += 2 + length;
  }
  return tags;
}
