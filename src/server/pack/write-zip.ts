import { Zip, ZipPassThrough } from 'fflate';

/** `open` gives the bytes when their turn has come. */
export type ZipMember = {
  readonly path: string;
  readonly open: () => AsyncIterable<Uint8Array> | readonly Uint8Array[];
};

/**
 * The pieces of a ZIP as they come about; nothing larger than a piece is held. At most 4 GB. Nothing is compressed: every byte of a member
 * then says something, and a changed one cannot hide in the padding of a compressed stream.
 */
export async function* writeZip(members: readonly ZipMember[], at: Date): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let failed: Error | null = null;
  const zip = new Zip((error, piece) => {
    if (error === null) pieces.push(piece);
    else failed = error;
  });
  const taken = (): readonly Uint8Array[] => {
    if (failed !== null) throw failed;
    return pieces.splice(0);
  };
  for (const { path, open } of members) {
    const entry = new ZipPassThrough(path);
    entry.mtime = at;
    zip.add(entry);
    for await (const part of open()) {
      entry.push(part, false);
      yield* taken();
    }
    entry.push(new Uint8Array(), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
