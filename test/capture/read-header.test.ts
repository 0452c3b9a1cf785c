import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHeader } from '#capture/picture/read-header.ts';
import { exifSegment, jpegHeader, pngHeader } from './picture-bytes.ts';

const facts = { orientation: 6, make: 'HUAWEI', model: 'HUAWEI P40', takenAt: '2026:03:04 15:06:07' };

describe('picture headers', () => {
  test('[C3] the size of a JPEG and a PNG is read without decoding', () => {
    expect(readHeader(jpegHeader(4000, 3000))).toMatchObject({ format: 'jpeg', width: 4000, height: 3000, sideways: false });
    expect(readHeader(pngHeader(10_000, 6_000))).toMatchObject({ format: 'png', width: 10_000, height: 6_000 });
  });

  test.each([true, false])('[C4] time, device and rotation are noted from EXIF (little endian: %s)', (little) => {
    expect(readHeader(jpegHeader(4000, 3000, exifSegment(facts, little)))).toEqual({
      format: 'jpeg',
      width: 4000,
      height: 3000,
      sideways: true,
      takenAt: '2026-03-04T15:06:07',
      device: 'HUAWEI P40',
    });
  });

  test('[C4] maker and model are joined when the model does not name its maker', () => {
    expect(readHeader(jpegHeader(8, 8, exifSegment({ ...facts, make: 'Xiaomi', model: '2201123C' })))?.device).toBe(
      'Xiaomi 2201123C',
    );
  });

  test('[C3] any bytes give a header or null, never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('jpeg', 'exif', 'png', 'none'), (noise, kind) => {
        const base =
          kind === 'jpeg' ? jpegHeader(40, 30) : kind === 'exif' ? jpegHeader(40, 30, exifSegment(facts)) : pngHeader(40, 30);
        const bytes = kind === 'none' ? noise : base.slice();
        if (kind !== 'none') bytes.set(noise.subarray(0, Math.max(0, bytes.length - 4)), 4);
        const header = readHeader(bytes);
        expect(header === null || Number.isInteger(header.width)).toBe(true);
      }),
    );
  });

  test('[C3] a file that ends inside its header is no picture', () => {
    const whole = jpegHeader(4000, 3000, exifSegment(facts));
    for (let length = 0; length < whole.length - 8; length += 1) expect(readHeader(whole.slice(0, length))).toBeNull();
  });
});
