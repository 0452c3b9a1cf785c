import { describe, expect, test } from 'vitest';
import { photoWorkerRunning, processPhoto } from '#capture/process-photo.ts';
import { exifSegment, jpegHeader, pngHeader, withSegment } from '../../capture/picture-bytes.ts';

describe('photos in the worker', () => {
  test('[C1] a 12-megapixel picture is stored with a long edge of 1600 and a thumbnail of 240', async () => {
    const file = await picture(4000, 3000);
    const photo = await processed(file);
    expect([photo.width, photo.height]).toEqual([1600, 1200]);
    expect(await sizeOf(photo.bytes)).toEqual([1600, 1200]);
    expect(await sizeOf(photo.thumbnail)).toEqual([240, 180]);
    expect(photo.original).toMatchObject({ width: 4000, height: 3000, size: file.size });
  });

  test('[C2] the hash is that of the stored bytes, and the original hash that of the file as it came', async () => {
    const file = await picture(2000, 1000);
    const photo = await processed(file);
    expect(photo.sha256).toBe(await sha256(photo.bytes));
    expect(photo.original.sha256).toBe(await sha256(await file.arrayBuffer()));
  });

  test('[C1] a small picture is not enlarged', async () => {
    const photo = await processed(await picture(640, 480));
    expect([photo.width, photo.height]).toEqual([640, 480]);
  });

  test('[C4] a picture turned by its EXIF mark is stored upright, in its own proportions', async () => {
    const plain = new Uint8Array(await (await picture(4000, 3000)).arrayBuffer());
    const turned = withSegment(
      plain,
      exifSegment({ orientation: 6, make: 'Apple', model: 'iPhone 15', takenAt: '2026:03:04 15:06:07' }),
    );
    const photo = await processed(new Blob([turned as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
    expect([photo.width, photo.height]).toEqual([1200, 1600]);
    expect(photo.original).toMatchObject({
      width: 4000,
      height: 3000,
      device: 'Apple iPhone 15',
      takenAt: '2026-03-04T15:06:07',
    });
  });

  test('[C3] more than 15 MB is refused with its size and the limit', async () => {
    const outcome = await processPhoto(new Blob([new Uint8Array(18 * 1024 * 1024)]));
    expect(outcome).toEqual({ kind: 'refused', problem: { code: 'evidence.too-large', detail: { megabytes: 18, limit: 15 } } });
  });

  test('[C3] more than 50 megapixels is refused from the header alone', async () => {
    for (const bytes of [jpegHeader(10_000, 6_000), pngHeader(10_000, 6_000)]) {
      const outcome = await processPhoto(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      expect(outcome).toEqual({
        kind: 'refused',
        problem: { code: 'evidence.too-many-pixels', detail: { megapixels: 60, limit: 50 } },
      });
    }
  });

  test('[C3] what is no picture, or a broken one, is refused', async () => {
    const cut = (await picture(800, 600)).slice(0, 700);
    for (const file of [
      new Blob(['%PDF-1.7 not a photo']),
      new Blob([]),
      cut,
      new Blob([jpegHeader(40, 30) as Uint8Array<ArrayBuffer>]),
    ]) {
      expect(await processPhoto(file)).toMatchObject({ kind: 'refused', problem: { code: 'evidence.not-decodable' } });
    }
  });

  test('[C5] an aborted photo rejects with the reason, and the one behind it is still made', async () => {
    const file = await picture(3000, 2000);
    const stop = new AbortController();
    const first = processPhoto(file, stop.signal);
    const second = processPhoto(file);
    stop.abort(new Error('gone to another question'));
    await expect(first).rejects.toThrow('gone to another question');
    expect(await second).toMatchObject({ kind: 'ok', value: { width: 1600 } });
    expect(photoWorkerRunning()).toBe(true);
  });
});

async function processed(file: Blob) {
  const outcome = await processPhoto(file);
  if (outcome.kind === 'refused') throw new Error(outcome.problem.code);
  return outcome.value;
}

async function picture(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  const shade = context.createLinearGradient(0, 0, width, height);
  shade.addColorStop(0, '#0a4');
  shade.addColorStop(1, '#e62');
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}

async function sizeOf(bytes: ArrayBuffer): Promise<readonly [number, number]> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  return [bitmap.width, bitmap.height];
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
