import { expect, test } from 'vitest';
import { mapAddress } from '#app/evidence/map-address.ts';
import { drawWatermark } from '#app/evidence/watermark.ts';
import { processPhoto } from '#capture/process-photo.ts';
import { gpsSegment, gpsTags, withSegment } from '../../capture/picture-bytes.ts';
import { value } from '../store/test-store.ts';

/** A picture of one colour whose EXIF says where it was taken. */
async function photoWithPlace(width = 900, height = 600): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no context');
  context.fillStyle = '#4f9';
  context.fillRect(0, 0, width, height);
  const plain = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
  return new Blob([withSegment(plain, gpsSegment()) as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' });
}
const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** Mean brightness 0–255 of a part of a picture. */
async function brightness(picture: Blob, from: number, to: number): Promise<number> {
  const bitmap = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no context');
  context.drawImage(bitmap, 0, 0);
  const top = Math.floor(bitmap.height * from);
  const { data } = context.getImageData(0, top, bitmap.width, Math.max(1, Math.floor(bitmap.height * (to - from))));
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
  return sum / (data.length / 4) / 3;
}

test('[C20] a watermark is drawn on a copy: the original keeps every byte, and the copy says nowhere where it was taken', async () => {
  const original = await photoWithPlace();
  const before = await bytesOf(original);
  expect(gpsTags(before)).toBe(4);
  const copy = await drawWatermark(original, [
    '企业：湖北省某某高新技术产业开发区智能装备制造有限责任公司',
    '拍摄于 2026-11-21 14:02–14:31 之间（服务器时间）',
  ]);
  if (copy === null) throw new Error('no copy');
  expect(await bytesOf(original)).toEqual(before);
  expect(gpsTags(await bytesOf(copy))).toBe(0);
  expect(await brightness(copy, 0.9, 1)).toBeLessThan((await brightness(original, 0.9, 1)) * 0.7);
  expect(Math.abs((await brightness(copy, 0, 0.5)) - (await brightness(original, 0, 0.5)))).toBeLessThan(3);
});

test('[C20] what is no picture gives no copy', async () => {
  expect(await drawWatermark(new Blob(['no picture']), ['x'])).toBeNull();
});

test('[C21] of the EXIF of a photo only the noted facts are kept: stored picture and thumbnail say nowhere where it was taken', async () => {
  const { bytes, thumbnail } = value(await processPhoto(await photoWithPlace()));
  expect([gpsTags(new Uint8Array(bytes)), gpsTags(new Uint8Array(thumbnail))]).toEqual([0, 0]);
});

test('[C22] the map link is in GCJ-02, some hundreds of metres from what is stored, which stays WGS-84', async () => {
  // Wuhan; the offset of the public algorithm at this place.
  const position = { latitude: 30.5928, longitude: 114.3055 };
  const [, longitude, latitude] = /position=([\d.]+),([\d.]+)&coordinate=gaode/u.exec(await mapAddress(position)) ?? [];
  expect(Number(longitude)).toBeCloseTo(114.311, 2);
  expect(Number(latitude)).toBeCloseTo(30.59, 2);
  expect(Math.abs(Number(longitude) - position.longitude)).toBeGreaterThan(0.003);
  expect(position).toEqual({ latitude: 30.5928, longitude: 114.3055 });
  // Outside China nothing is offset.
  expect(await mapAddress({ latitude: 51.5, longitude: -0.12 })).toContain('position=-0.120000,51.500000');
});
