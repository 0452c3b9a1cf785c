/**
 * The second copy as files of the origin private file system:
 *
 *   second-copy/<person>/<generation>/journal-<n>         header, then one frame an op that no server has confirmed
 *   second-copy/<person>/<generation>/photo-<evidenceId>  mark, then the row, the thumbnail and the chunks of one unsent photo
 *
 * What is sealed is copied as it lies in IndexedDB, so the copy is as secret as the store and making it needs no key. A frame is
 * two 32-bit lengths, JSON, sealed bytes; a torn last frame is cut off. A generation is one life of the database: another one than
 * the present is what a lost database left behind.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { textOfUtf8 } from '#shared/utf8.ts';
import type { Carried, OwnOpState } from './client-state.ts';

/** Not secret. The data key is in it twice: sealed to the organisation's recovery key, and to the person's key at the server. */
export type CopyHeader = {
  readonly kind: 'header';
  readonly format: 1;
  readonly person: string;
  readonly account: string;
  readonly name: string;
  /** The device that wrote last: the one that comes after a loss is its successor. */
  readonly device: string;
  readonly recoveryEnvelope: string;
  /** Null until the server was reached once with a version that asks for the key. */
  readonly personalEnvelope: string | null;
};

/** An op's row in the phone's database; the op itself is sealed as table `ops`, id `hash`. */
export type CopiedOp = {
  readonly kind: 'op';
  readonly row: {
    readonly hash: string;
    readonly device: string;
    readonly seq: number;
    readonly order: number;
    readonly entityId: string;
    /** The assessment it belongs to; the entity itself where it has none. */
    readonly owner: string;
    readonly owned: 0 | 1;
    readonly registerKey: string;
    readonly offered: 0 | 1;
    readonly state: OwnOpState;
    readonly gsn: number | null;
    readonly receiptEra: string | null;
    readonly serverTime: string | null;
    readonly problem: string | null;
    readonly at: string;
    /** Handed over by another phone, with that one's signature; null: written here. Rows from before version 3 have none. */
    readonly carried?: Carried | null;
  };
};

/** A photo's row in the phone's database; its bytes are sealed as table `chunks`. */
export type CopiedPhoto = {
  readonly kind: 'photo';
  readonly row: {
    readonly evidenceId: string;
    readonly assessment: string;
    readonly sha256: string;
    readonly size: number;
    /** Number of chunks on this phone; 0: the bytes are elsewhere. */
    readonly chunks: number;
    readonly voided: 0 | 1;
    /** The server's own hash over the stored file was the same. */
    readonly committedAt: string | null;
    readonly createdAt: string;
    /** The piece whose chunks are the bytes of this one too; absent where it has its own. */
    readonly sameAs?: string;
  };
};

export type CopiedBytes = { readonly kind: 'thumbnail' } | { readonly kind: 'chunk'; readonly n: number };
export type CopyEntry = CopyHeader | CopiedOp | CopiedPhoto | CopiedBytes;

export type Frame = { readonly entry: CopyEntry; readonly sealed: Uint8Array<ArrayBuffer> };

/** First bytes of a photo's file, written last: a file without them is not whole. */
export const photoMark = 'XZPHOTO1';

export const copyPaths = {
  root: 'second-copy',
  journal: (n: number): string => `journal-${n}`,
  photo: (evidenceId: string): string => `photo-${evidenceId}`,
};

export function journalNumber(fileName: string): number | null {
  const found = /^journal-(\d+)$/u.exec(fileName);
  return found === null ? null : Number(found[1]);
}

export function photoId(fileName: string): string | null {
  return /^photo-(.+)$/u.exec(fileName)?.[1] ?? null;
}

export function writeFrame(entry: CopyEntry, sealed: ArrayBuffer | null): Uint8Array<ArrayBuffer> {
  const json = utf8ToBytes(JSON.stringify(entry));
  const bytes = new Uint8Array(8 + json.length + (sealed?.byteLength ?? 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, json.length);
  view.setUint32(4, sealed?.byteLength ?? 0);
  bytes.set(json, 8);
  if (sealed !== null) bytes.set(new Uint8Array(sealed), 8 + json.length);
  return bytes;
}

/** Whole frames from `start` on; `end` is where the last of them stops. */
export function readFrames(
  bytes: Uint8Array<ArrayBuffer>,
  start: number,
): { readonly frames: readonly Frame[]; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Frame[] = [];
  let at = start;
  while (at + 8 <= bytes.length) {
    const json = view.getUint32(at);
    const next = at + 8 + json + view.getUint32(at + 4);
    if (json === 0 || next > bytes.length) break;
    const entry = parse(bytes.subarray(at + 8, at + 8 + json));
    if (entry === null) break;
    frames.push({ entry, sealed: bytes.slice(at + 8 + json, next) });
    at = next;
  }
  return { frames, end: at };
}

function parse(bytes: Uint8Array): CopyEntry | null {
  try {
    return JSON.parse(textOfUtf8(bytes)) as CopyEntry;
  } catch {
    return null;
  }
}
