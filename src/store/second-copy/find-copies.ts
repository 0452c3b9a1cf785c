/** What second copies lie on this phone. */
import { canReadFiles, copiesFolder, namesIn, personFolder, readFile, subfolder } from './copy-files.ts';
import { copyPaths, journalNumber, photoId, photoMark, readFrames } from '#replica/copy-format.ts';
import type { CopyHeader, Frame } from '#replica/copy-format.ts';

export type FoundCopy = {
  readonly person: string;
  readonly generation: string;
  readonly header: CopyHeader;
  /** Each op once. */
  readonly ops: readonly Frame[];
  readonly photos: readonly string[];
};

/** People of whom there is a copy and who are not among `enrolled`: their database is gone. */
export async function findLostPeople(enrolled: readonly string[]): Promise<readonly CopyHeader[]> {
  const folder = canReadFiles() ? await copiesFolder(false) : null;
  const people = folder === null ? [] : (await namesIn(folder)).filter((person) => !enrolled.includes(person));
  const headers: CopyHeader[] = [];
  for (const person of people) {
    for (const generation of (await listGenerations(person)).slice(0, 1)) {
      const copy = await findCopy(person, generation);
      if (copy !== null) headers.push(copy.header);
    }
  }
  return headers;
}

export async function listGenerations(person: string): Promise<readonly string[]> {
  const folder = canReadFiles() ? await personFolder(person, false) : null;
  return folder === null ? [] : namesIn(folder);
}

/** Null when it has no readable header: nothing can be opened without. */
export async function findCopy(person: string, generation: string): Promise<FoundCopy | null> {
  const folder = await generationFolder(person, generation);
  if (folder === null) return null;
  const names = await namesIn(folder);
  const journals = names.map(journalNumber).filter((number) => number !== null);
  const frames: Frame[] = [];
  for (const number of journals.sort((a, b) => a - b))
    frames.push(...readFrames(await readFile(folder, copyPaths.journal(number)), 0).frames);
  const header = frames.findLast(({ entry }) => entry.kind === 'header')?.entry;
  if (header?.kind !== 'header' || header.person !== person) return null;
  const ops = new Map<string, Frame>();
  for (const frame of frames) if (frame.entry.kind === 'op') ops.set(frame.entry.row.hash, frame);
  return { person, generation, header, ops: [...ops.values()], photos: names.map(photoId).filter((id) => id !== null) };
}

/** Frames of one photo, null when its copying was cut off. */
export async function readCopiedPhoto(copy: FoundCopy, evidenceId: string): Promise<readonly Frame[] | null> {
  const folder = await generationFolder(copy.person, copy.generation);
  if (folder === null) return null;
  const bytes = await readFile(folder, copyPaths.photo(evidenceId));
  const isWhole = new TextDecoder().decode(bytes.subarray(0, photoMark.length)) === photoMark;
  return isWhole ? readFrames(bytes, photoMark.length).frames : null;
}

/** After all of it is in the database again. */
export async function removeCopy({ person, generation }: FoundCopy): Promise<void> {
  const folder = await personFolder(person, false);
  await folder?.removeEntry(generation, { recursive: true });
}

/** All copies of a person. The worker that writes to one lets go of it a moment after it was ended. */
export async function removeCopies(person: string, attempts = 20): Promise<void> {
  const folder = canReadFiles() ? await copiesFolder(false) : null;
  try {
    await folder?.removeEntry(person, { recursive: true });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return;
    if (attempts <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 200));
    await removeCopies(person, attempts - 1);
  }
}

async function generationFolder(person: string, generation: string): Promise<FileSystemDirectoryHandle | null> {
  const folder = await personFolder(person, false);
  return folder === null ? null : subfolder(folder, generation, false);
}
