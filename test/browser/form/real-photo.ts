import { photo } from '../store/test-store.ts';

/** A picture that decodes. */
export async function realPhoto(assessment: string) {
  const canvas = new OffscreenCanvas(320, 240);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no context');
  context.fillStyle = '#4a8';
  context.fillRect(0, 0, 320, 240);
  const bytes = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const made = photo(assessment, 10, 1);
  const record = { ...made.record, sha256: sha256 as typeof made.record.sha256, size: bytes.byteLength, width: 320, height: 240 };
  return { ...made, record, bytes, thumbnail: bytes };
}
