/** Files of the origin private file system. Writing is a worker's alone (`createSyncAccessHandle`); reading works everywhere. */
import { copyPaths } from './copy-format.ts';

export type SyncFile = {
  readonly write: (bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }) => number;
  readonly truncate: (size: number) => void;
  readonly flush: () => void;
  readonly close: () => void;
};

type Writable = FileSystemFileHandle & { readonly createSyncAccessHandle?: () => Promise<SyncFile> };

export function canReadFiles(): boolean {
  // Older browsers have no storage manager or no private file system, whatever the types say.
  return typeof navigator.storage?.getDirectory === 'function';
}

export function canWriteFiles(): boolean {
  return canReadFiles() && 'createSyncAccessHandle' in FileSystemFileHandle.prototype;
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

export async function openForWriting(folder: FileSystemDirectoryHandle, name: string): Promise<SyncFile> {
  const handle: Writable = await folder.getFileHandle(name, { create: true });
  if (handle.createSyncAccessHandle === undefined) throw new Error('files cannot be written in this browser');
  return handle.createSyncAccessHandle();
}

/** A full disk may take a part only. */
export function writeAll(file: SyncFile, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (file.write(bytes, { at }) !== bytes.length) throw new DOMException('no room', 'QuotaExceededError');
}
