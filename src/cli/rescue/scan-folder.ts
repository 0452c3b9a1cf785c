/**
 * Finds second copies (`replica/copy-format.ts`) among files that were pulled off a phone. They are known by what they hold: Chromium
 * keeps its private file system under names and folders of its own.
 */
import { open, readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { rescueMagic } from '#proof/rescue-format.ts';
import { journalNumber, photoId, photoMark, readFrames } from '#replica/copy-format.ts';
import type { Frame } from '#replica/copy-format.ts';

export type Journal = { readonly path: string; readonly frames: readonly Frame[] };

export type Damage = {
  readonly path: string;
  /** Bytes from here on could not be read; null: the whole file. */
  readonly from: number | null;
  readonly bytes: number;
};

export type ScannedFolder = {
  readonly journals: readonly Journal[];
  /** Whole as to their form; whether they open is seen when they are read. */
  readonly photos: readonly string[];
  readonly damaged: readonly Damage[];
  readonly rescueBundles: number;
  readonly others: number;
};

export async function scanFolder(folder: string): Promise<ScannedFolder> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const journals: Journal[] = [];
  const photos: string[] = [];
  const damaged: Damage[] = [];
  let rescueBundles = 0;
  let others = 0;
  for (const path of files.toSorted()) {
    const kind = await kindOf(path);
    if (kind === 'journal') {
      const { journal, damage } = await readJournal(path);
      journals.push(journal);
      if (damage !== null) damaged.push(damage);
    } else if (kind === 'photo') photos.push(path);
    else if (kind === 'damaged') damaged.push({ path, from: null, bytes: (await readFile(path)).length });
    else if (kind === 'rescue-bundle') rescueBundles += 1;
    else others += 1;
  }
  return { journals, photos, damaged, rescueBundles, others };
}

/** All frames of a photo's file, null when it breaks off. */
export async function readPhoto(path: string): Promise<readonly Frame[] | null> {
  const bytes = await bytesOf(path);
  const { frames, end } = readFrames(bytes, photoMark.length);
  return end === bytes.length ? frames : null;
}

/** More than a header or a photo's row takes. */
const headLength = 16 * 1024;

async function kindOf(path: string): Promise<'journal' | 'photo' | 'rescue-bundle' | 'damaged' | 'other'> {
  const head = await headOf(path);
  if (startsWith(head, photoMark)) return 'photo';
  if (startsWith(head, rescueMagic)) return 'rescue-bundle';
  if (readFrames(head, 0).frames[0]?.entry.kind === 'header') return 'journal';
  // The mark is written last.
  if (readFrames(head, photoMark.length).frames[0]?.entry.kind === 'photo') return 'damaged';
  const name = basename(path);
  return journalNumber(name) !== null || photoId(name) !== null ? 'damaged' : 'other';
}

async function readJournal(path: string): Promise<{ readonly journal: Journal; readonly damage: Damage | null }> {
  const bytes = await bytesOf(path);
  const { frames, end } = readFrames(bytes, 0);
  const damage = end === bytes.length ? null : { path, from: end, bytes: bytes.length - end };
  return { journal: { path, frames }, damage };
}

async function headOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headLength), 0, headLength, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path));
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text;
}
