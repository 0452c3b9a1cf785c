/** Reads a ZIP from disk, trusting nothing in it: names, sizes and places are checked before anything is unpacked. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

export type ZipEntry = {
  readonly path: string;
  readonly size: number;
  readonly packed: number;
  readonly deflated: boolean;
  /** Of the packed bytes. */
  readonly start: number;
};

/** `damaged` names members whose place in the file does not agree with the list at its end. */
export type OpenedZip =
  | { readonly kind: 'ok'; readonly entries: ReadonlyMap<string, ZipEntry>; readonly damaged: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: 'not-a-zip' | 'too-many' | 'too-large' | 'bad-name' };

const limits = { entries: 10_000, unpacked: 4 * 1024 ** 3, ratio: 100, tail: 8 * 1024 * 1024 } as const;
/** Text that is as short as this may shrink as far as it likes. */
const ratioFrom = 64 * 1024;

export async function openZip(file: string): Promise<OpenedZip> {
  const handle = await open(file, 'r');
  try {
    return await readDirectory(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

/** The bytes of a member; throws when they do not unpack, or to more than was said. */
export async function* readMember(file: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.packed === 0) return;
  const raw = createReadStream(file, { start: entry.start, end: entry.start + entry.packed - 1 });
  let size = 0;
  for await (const part of entry.deflated ? unpacked(raw) : raw) {
    const bytes = part as Buffer;
    size += bytes.length;
    if (size > entry.size) throw new Error(`${entry.path}: longer than it says`);
    yield bytes;
  }
  if (size !== entry.size) throw new Error(`${entry.path}: shorter than it says`);
}

/** An error of the file ends the unpacking too. */
function unpacked(raw: Readable): Readable {
  const inflate = createInflateRaw();
  raw.on('error', (error) => inflate.destroy(error));
  return raw.pipe(inflate);
}

async function readDirectory(handle: FileHandle, fileSize: number): Promise<OpenedZip> {
  const end = await readAt(handle, Math.max(0, fileSize - endSize), endSize);
  if (end.length < endSize || end.readUInt32LE(0) !== 0x06054b50) return { kind: 'refused', reason: 'not-a-zip' };
  const [count, length, start] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  // One disk, no comment, nothing between the list and its end: how packs are written.
  const plain = end.readUInt32LE(4) === 0 && end.readUInt16LE(8) === count && end.readUInt16LE(20) === 0;
  if (!plain || start + length + endSize !== fileSize) return { kind: 'refused', reason: 'not-a-zip' };
  if (count > limits.entries || length > limits.tail) return { kind: 'refused', reason: 'too-many' };
  const list = await readAt(handle, start, length);
  const headers = readHeaders(list, count);
  if (headers === null) return { kind: 'refused', reason: 'not-a-zip' };
  if (new Set(headers.map(({ path }) => path)).size !== count || !headers.every(({ path }) => isPlainName(path)))
    return { kind: 'refused', reason: 'bad-name' };
  const whole = headers.reduce((sum, { size }) => sum + size, 0);
  const isBomb = headers.some(({ size, packed }) => size > ratioFrom && size > packed * limits.ratio);
  if (whole > limits.unpacked || isBomb) return { kind: 'refused', reason: 'too-large' };
  return { kind: 'ok', ...(await placeEntries(handle, headers, start)) };
}

type Header = {
  readonly path: string;
  /** Version, flags, method, time and date: the same at the member. */
  readonly facts: Buffer;
  readonly deflated: boolean;
  readonly known: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
};

function readHeaders(list: Buffer, count: number): readonly Header[] | null {
  const headers: Header[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > list.length || list.readUInt32LE(at) !== 0x02014b50) return null;
    const [nameLength, extra, comment] = [list.readUInt16LE(at + 28), list.readUInt16LE(at + 30), list.readUInt16LE(at + 32)];
    const method = list.readUInt16LE(at + 10);
    const nameEnd = at + 46 + nameLength;
    if (nameEnd > list.length || extra !== 0 || comment !== 0) return null;
    headers.push({
      path: list.toString('utf8', at + 46, nameEnd),
      facts: list.subarray(at + 6, at + 16),
      deflated: method === 8,
      // A bit of the flags says that it is encrypted; others, that sizes follow the bytes.
      known: (method === 0 || method === 8) && (list.readUInt16LE(at + 8) & 1) === 0,
      crc: list.readUInt32LE(at + 16),
      packed: list.readUInt32LE(at + 20),
      size: list.readUInt32LE(at + 24),
      at: list.readUInt32LE(at + 42),
    });
    at = nameEnd;
  }
  return at === list.length ? headers : null;
}

/** Members follow each other without a gap, and each says at its place what the list says of it. */
async function placeEntries(
  handle: FileHandle,
  headers: readonly Header[],
  end: number,
): Promise<{ readonly entries: ReadonlyMap<string, ZipEntry>; readonly damaged: readonly string[] }> {
  const entries = new Map<string, ZipEntry>();
  const damaged: string[] = [];
  let at = 0;
  for (const header of headers.toSorted((a, b) => a.at - b.at)) {
    const { path, facts, deflated, packed, size } = header;
    const start = header.at + 30 + Buffer.byteLength(path);
    const local = await readAt(handle, header.at, start - header.at);
    const agrees =
      header.known &&
      header.at === at &&
      local.length === start - header.at &&
      local.readUInt32LE(0) === 0x04034b50 &&
      local.subarray(4, 14).equals(facts) &&
      local.readUInt16LE(28) === 0 &&
      local.toString('utf8', 30) === path;
    const sizesFollow = agrees && (local.readUInt16LE(6) & 8) !== 0;
    const sizes = sizesFollow ? (await readAt(handle, start + packed, 16)).subarray(4) : local.subarray(14, 26);
    const sameSizes =
      sizes.length === 12 &&
      sizes.readUInt32LE(0) === header.crc &&
      sizes.readUInt32LE(4) === packed &&
      sizes.readUInt32LE(8) === size;
    at = start + packed + (sizesFollow ? 16 : 0);
    if (!agrees || !sameSizes || at > end || (!deflated && packed !== size)) damaged.push(path);
    if (header.known && at <= end) entries.set(path, { path, size, packed, deflated, start });
  }
  if (at !== end) damaged.push('ZIP');
  return { entries, damaged };
}

/** Letters, digits, dots and hyphens between single slashes; never up, never absolute. */
function isPlainName(path: string): boolean {
  return path.split('/').every((part) => /^[\w-][\w.-]*$/u.test(part));
}

const endSize = 22;

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
