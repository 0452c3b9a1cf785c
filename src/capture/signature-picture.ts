import type { Sha256 } from '#shared/ids.ts';

export type SignaturePicture = {
  /** PNG. */
  readonly bytes: ArrayBuffer;
  readonly thumbnail: ArrayBuffer;
  readonly sha256: Sha256;
  readonly width: number;
  readonly height: number;
};

const thumbnailEdge = 240;

/** What was written on a canvas, as a picture. Null where the browser gives none. */
export async function signaturePicture(canvas: HTMLCanvasElement): Promise<SignaturePicture | null> {
  const whole = await pictureOf(canvas, 'image/png');
  const small = document.createElement('canvas');
  const scale = Math.min(1, thumbnailEdge / Math.max(canvas.width, canvas.height));
  small.width = Math.max(1, Math.round(canvas.width * scale));
  small.height = Math.max(1, Math.round(canvas.height * scale));
  small.getContext('2d')?.drawImage(canvas, 0, 0, small.width, small.height);
  const thumbnail = await pictureOf(small, 'image/jpeg');
  if (whole === null || thumbnail === null) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') as Sha256;
  return { bytes: whole, thumbnail, sha256, width: canvas.width, height: canvas.height };
}

async function pictureOf(canvas: HTMLCanvasElement, type: 'image/png' | 'image/jpeg'): Promise<ArrayBuffer | null> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, type, 0.8);
  });
  return blob === null ? null : blob.arrayBuffer();
}
