import { evidenceLimits } from '#domain/evidence.ts';
import type { Sha256 } from '#shared/ids.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ProcessedPhoto } from './processed-photo.ts';
import { tooLarge, upwards } from './too-large.ts';
import { readHeader, type PictureHeader } from './read-header.ts';

const thumbnailEdge = 240;
const thumbnailQuality = 0.7;

/**
 * File → the JPEG that is stored. Runs in the worker. The order matters: size, hash of the original, header, and only then the
 * decoder, so that nothing huge or foreign reaches it.
 */
export async function processPicture(file: Blob): Promise<Outcome<ProcessedPhoto>> {
  if (file.size > evidenceLimits.fileBytes) {
    return refused(tooLarge(file.size));
  }
  const buffer = await file.arrayBuffer();
  const originalHash = await hashOf(buffer);
  const header = readHeader(new Uint8Array(buffer));
  if (header === null) return refused(problem('evidence.not-decodable'));
  const pixels = header.width * header.height;
  if (pixels > evidenceLimits.pixels) {
    return refused(
      problem('evidence.too-many-pixels', { megapixels: upwards(pixels / 1e6), limit: evidenceLimits.pixels / 1e6 }),
    );
  }
  const bitmap = await decode(file, header);
  if (bitmap === null) return refused(problem('evidence.not-decodable'));
  try {
    return ok({
      ...(await picturesOf(bitmap, evidenceLimits.longEdge)),
      mime: 'image/jpeg',
      original: {
        sha256: originalHash,
        size: file.size,
        width: header.width,
        height: header.height,
        takenAt: header.takenAt,
        device: header.device,
      },
    });
  } finally {
    bitmap.close();
  }
}

/** What is stored and what stands for it in lists. */
export async function picturesOf(
  drawn: ImageBitmap | OffscreenCanvas,
  longEdge: number,
): Promise<Pick<ProcessedPhoto, 'bytes' | 'thumbnail' | 'width' | 'height' | 'sha256'>> {
  const { bytes, width, height } = await toJpeg(drawn, longEdge, evidenceLimits.jpegQuality);
  const thumbnail = await toJpeg(drawn, thumbnailEdge, thumbnailQuality);
  return { bytes, width, height, thumbnail: thumbnail.bytes, sha256: await hashOf(bytes) };
}

/** Scaling while decoding keeps a 50-megapixel picture from ever standing in memory as 200 MB. Only one edge is given: the other follows. */
async function decode(file: Blob, header: PictureHeader): Promise<ImageBitmap | null> {
  const width = header.sideways ? header.height : header.width;
  const height = header.sideways ? header.width : header.height;
  const edge = Math.min(evidenceLimits.longEdge, Math.max(width, height));
  const size: ImageBitmapOptions = width >= height ? { resizeWidth: edge } : { resizeHeight: edge };
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image', resizeQuality: 'high', ...size });
    // A decoder that scales before it turns would distort: same shape or again without scaling.
    const distortion = bitmap.width / bitmap.height / (width / height);
    if (distortion > 0.98 && distortion < 1.02) return bitmap;
    bitmap.close();
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    // The decoder's only answer to a broken file is an exception without a code.
    return null;
  }
}

async function toJpeg(
  bitmap: ImageBitmap | OffscreenCanvas,
  longEdge: number,
  quality: number,
): Promise<{ bytes: ArrayBuffer; width: number; height: number }> {
  const scale = Math.min(1, longEdge / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('toJpeg: no 2d context');
  // JPEG has no transparency; a see-through screenshot would turn black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return { bytes: await blob.arrayBuffer(), width, height };
}

export async function hashOf(bytes: ArrayBuffer): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') as Sha256;
}
