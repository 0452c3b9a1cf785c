/** The ops of the second copy: appended as they are written, rewritten when most of it has been confirmed. */
import { namesIn, openForWriting, readFile } from './copy-files.ts';
import { copyPaths, journalNumber, readFrames, writeFrame } from '#replica/copy-format.ts';
import type { CopyHeader, Frame } from '#replica/copy-format.ts';

/** What a journal holds, as far as this worker knows. Another tab's worker may write it too: name and size tell. */
export type Journal = {
  readonly number: number;
  /** End of the last whole frame. */
  readonly end: number;
  readonly header: string | null;
  readonly hashes: ReadonlySet<string>;
};

/** Fewer confirmed ops than this are not worth a rewrite. */
const leastDead = 200;

export async function loadJournal(folder: FileSystemDirectoryHandle, known: Journal | null): Promise<Journal> {
  const numbers = (await namesIn(folder)).map(journalNumber).filter((number) => number !== null);
  const number = Math.max(0, ...numbers);
  if (number === 0) return { number: 1, end: 0, header: null, hashes: new Set() };
  const handle = await folder.getFileHandle(copyPaths.journal(number));
  if (known !== null && numbers.length === 1 && known.number === number && (await handle.getFile()).size === known.end)
    return known;
  // A rewrite that was killed leaves two: the older one is whole, and what both hold is read once.
  const hashes = new Set<string>();
  let header: string | null = null;
  let end = 0;
  for (const each of numbers.sort((a, b) => a - b)) {
    const read = readFrames(await readFile(folder, copyPaths.journal(each)), 0);
    for (const hash of hashesIn(read.frames)) hashes.add(hash);
    header = headerIn(read.frames) ?? header;
    end = read.end;
  }
  return { number, end, header, hashes };
}

export async function appendFrames(
  folder: FileSystemDirectoryHandle,
  journal: Journal,
  header: CopyHeader,
  frames: readonly Uint8Array<ArrayBuffer>[],
  hashes: readonly string[],
): Promise<Journal> {
  const text = JSON.stringify(header);
  const all = journal.header === text ? frames : [writeFrame(header, null), ...frames];
  if (all.length === 0) return journal;
  const file = await openForWriting(folder, copyPaths.journal(journal.number), journal.end);
  try {
    let end = journal.end;
    for (const frame of all) {
      await file.write(frame, end);
      end += frame.length;
    }
    await file.close();
    return { number: journal.number, end, header: text, hashes: new Set([...journal.hashes, ...hashes]) };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

export function isMostlyConfirmed(journal: Journal, live: number): boolean {
  const dead = journal.hashes.size - live;
  return dead > 0 && (live === 0 || (dead > leastDead && dead > live));
}

/** The new file is whole before the old ones go. */
export async function rewriteJournal(
  folder: FileSystemDirectoryHandle,
  journal: Journal,
  header: CopyHeader,
  frames: readonly Uint8Array<ArrayBuffer>[],
  hashes: readonly string[],
): Promise<Journal> {
  const empty: Journal = { number: journal.number + 1, end: 0, header: null, hashes: new Set() };
  const written = await appendFrames(folder, empty, header, frames, hashes);
  for (const name of await namesIn(folder)) {
    const number = journalNumber(name);
    if (number !== null && number < written.number) await folder.removeEntry(name);
  }
  return written;
}

export function hashesIn(frames: readonly Frame[]): readonly string[] {
  return frames.flatMap(({ entry }) => (entry.kind === 'op' ? [entry.row.hash] : []));
}

function headerIn(frames: readonly Frame[]): string | null {
  const header = frames.findLast(({ entry }) => entry.kind === 'header')?.entry;
  return header === undefined ? null : JSON.stringify(header);
}
