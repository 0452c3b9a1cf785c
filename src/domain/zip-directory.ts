/**
 * The list at the end of a ZIP: 22 bytes that say where it is, then 46 bytes and a name for each member. Office files are ZIPs. Read
 * strictly: what other programs would have to guess about is refused.
 */
export type ZipEntry = {
  readonly name: string;
  /** 0 stored, 8 deflated; anything else is refused. */
  readonly method: 0 | 8;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly at: number;
};

const endSize = 22;
const entrySize = 46;
const mostEntries = 5000;

/** Null where the bytes are no whole ZIP of one disk, or name a member that leads out of it, twice, or not plainly. */
export function zipDirectory(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - endSize;
  // No comment behind it: the list ends where the file ends.
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50 || view.getUint16(end + 20, true) !== 0) return null;
  const [count, length, start] = [view.getUint16(end + 10, true), view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const oneDisk = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count;
  if (!oneDisk || count === 0 || count > mostEntries || start + length !== end) return null;
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = start;
  while (at < end) {
    const entry = readEntry(bytes, view, at, end);
    if (entry === null || !isInside(entry.entry.name) || names.has(entry.entry.name.toLowerCase())) return null;
    names.add(entry.entry.name.toLowerCase());
    entries.push(entry.entry);
    at = entry.next;
  }
  return entries.length === count ? entries : null;
}

/** Where the packed bytes of a member begin, null where its own header does not say the same name. */
export function zipMember(bytes: Uint8Array, { at, name, packed }: ZipEntry): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) return null;
  const nameEnd = at + 30 + view.getUint16(at + 26, true);
  const start = nameEnd + view.getUint16(at + 28, true);
  if (start + packed > bytes.length || nameOf(bytes.subarray(at + 30, nameEnd)) !== name) return null;
  return bytes.subarray(start, start + packed);
}

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
): { readonly entry: ZipEntry; readonly next: number } | null {
  if (at + entrySize > end || view.getUint32(at, true) !== 0x02014b50) return null;
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const nameEnd = at + entrySize + view.getUint16(at + 28, true);
  const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  const encrypted = (flags & 1) !== 0;
  if (encrypted || (method !== 0 && method !== 8) || next > end) return null;
  const entry = {
    name: nameOf(bytes.subarray(at + entrySize, nameEnd)),
    method,
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    at: view.getUint32(at + 42, true),
  } as const;
  return { entry, next };
}

/** Byte by byte: what is compared are names that this reader knows, all of them ASCII. */
function nameOf(bytes: Uint8Array): string {
  let name = '';
  for (const byte of bytes) name += String.fromCharCode(byte);
  return name;
}

/** Never up, never absolute, no drive, no second kind of slash. */
function isInside(name: string): boolean {
  return /^[^\\:\p{Cc}]+$/u.test(name) && !name.startsWith('/') && !name.split('/').includes('..');
}
