/**
 * Files of the origin private file system. Reading works everywhere; writing is a worker's, since Safari before 26 writes there only.
 *
 * Where there is a choice, a file is written beside itself and takes its place when it is closed (`createWritable`). Chromium ends the
 * whole page, the next one included, when a worker writes through a `createSyncAccessHandle` while its page goes (seen in 156: a null
 * capacity host), so that way is left to browsers that have no other.
 */
import { copyPaths } from '#replica/copy-format.ts';

/** A file that is being written: at its own pace, in order or not. */
export type FileWriter = {
  /** A full disk rejects with QuotaExceededError, here or at the end. */
  readonly write: (bytes: Uint8Array<ArrayBuffer>, at: number) => Promise<void>;
  /** What was written before lies on the disk before what comes after. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Ends without a whole file: the one before stays, or a torn one that its reader knows. */
  readonly abandon: () => Promise<void>;
};

type SyncFile = {
  readonly write: (bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }) => number;
  readonly truncate: (size: number) => void;
  readonly flush: () => void;
  readonly close: () => void;
};

type FileHandle = Omit<FileSystemFileHandle, 'createWritable'> & {
  readonly createWritable?: FileSystemFileHandle['createWritable'];
  readonly createSyncAccessHandle?: () => Promise<SyncFile>;
};

export function canReadFiles(): boolean {
  // Older browsers have no storage manager or no private file system, whatever the types say.
  return typeof navigator.storage?.getDirectory === 'function';
}

export function canWriteFiles(): boolean {
  if (!canReadFiles()) return false;
  const handle = FileSystemFileHandle.prototype;
  return 'createWritable' in handle || 'createSyncAccessHandle' in handle;
}

/** Folder of a person's copies, null when there is none and none is to be made. */
export async function personFolder(person: string, create: boolean): Promise<FileSystemDirectoryHandle | null> {
  const root = await copiesFolder(create);
  return root === null ? null : subfolder(root, person, create);
}

export async function copiesFolder(create: boolean): Promise<FileSystemDirectoryHandle | null> {
  return subfolder(await navigator.storage.getDirectory(), copyPaths.root, create);
}

export async function subfolder(
  parent: FileSystemDirectoryHandle,
  name: string,
  create: boolean,
): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await parent.getDirectoryHandle(name, { create });
  } catch (error) {
    if (!create && error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}

export async function namesIn(folder: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

export async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await (await folder.getFileHandle(name)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

/** Opens a file for writing behind its first `keep` bytes; what it held beyond them goes. */
export async function openForWriting(folder: FileSystemDirectoryHandle, name: string, keep: number): Promise<FileWriter> {
  const handle: FileHandle = await folder.getFileHandle(name, { create: true });
  if (handle.createWritable !== undefined) return besideItself(await handle.createWritable({ keepExistingData: keep > 0 }), keep);
  if (handle.createSyncAccessHandle !== undefined) return inPlace(await handle.createSyncAccessHandle(), keep);
  throw new Error('files cannot be written in this browser');
}

/** A page that is killed in the middle of a write leaves what it wrote beside the file. Only for who alone may write here. */
export async function removeUnfinished(folder: FileSystemDirectoryHandle): Promise<void> {
  for (const name of await namesIn(folder)) if (name.endsWith('.crswap')) await folder.removeEntry(name);
}

async function besideItself(stream: FileSystemWritableFileStream, keep: number): Promise<FileWriter> {
  if (keep > 0) await stream.truncate(keep);
  return {
    write: (data, position) => stream.write({ type: 'write', position, data }),
    // The file is whole at its end or not at all.
    flush: () => Promise.resolve(),
    close: () => stream.close(),
    // Rejects when a failed write has ended it already.
    abandon: () => stream.abort().catch(() => undefined),
  };
}

function inPlace(file: SyncFile, keep: number): FileWriter {
  file.truncate(keep);
  return {
    // A full disk may take a part only.
    write: async (bytes, at) => {
      if (file.write(bytes, { at }) !== bytes.length) throw new DOMException('no room', 'QuotaExceededError');
    },
    flush: async () => file.flush(),
    close: async () => {
      file.flush();
      file.close();
    },
    abandon: async () => file.close(),
  };
}
