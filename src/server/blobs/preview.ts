/** Copies for the eye: re-encoded, so that no byte of what somebody sent reaches a browser as a page; upright and without metadata. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Folders } from '../context.ts';
import { evidencePath } from './commit-evidence.ts';
import { drawPicture } from './pictures.ts';

/** Longest edge, pixels. */
export const previewSizes = { thumb: 320, view: 1600 } as const;
export type PreviewSize = keyof typeof previewSizes;

const underWay = new Map<string, Promise<boolean>>();

/** Its file; null when the original is not there or cannot be read. Kept once made: bytes under a hash do not change. */
export async function previewFile(folders: Folders, sha256: string, size: PreviewSize): Promise<string | null> {
  const file = join(folders.data, 'previews', sha256.slice(0, 2), `${sha256.slice(2)}-${size}.jpg`);
  if ((await stat(file).catch(() => null)) !== null) return file;
  const drawing = underWay.get(file) ?? draw(evidencePath(folders.evidence, sha256), file, previewSizes[size]);
  underWay.set(file, drawing);
  try {
    return (await drawing) ? file : null;
  } finally {
    underWay.delete(file);
  }
}

async function draw(original: string, to: string, edge: number): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  return (await drawPicture(original, to, edge)).kind === 'plain';
}
