/**
 * The rescue bundle (救援包) as a text file, so that any share sheet takes it:
 *
 *   XUNZHEN-RESCUE-1
 *   {header}                 JSON, see `RescueHeader`
 *   <record>                 base64url of nonce (12 bytes) ‖ AES-256-GCM ciphertext; associated data `<bundle>|<n>`, n = 0, 1, 2 …
 *   …
 *   END <n> <sha256> <sig>   number of records; SHA-256 over the lines before, each with its line feed, as described below; the
 *                            device's ECDSA P-256 signature over that hex text, or RSA-PSS (SHA-256) of the recovery key where the
 *                            bundle was made from a second copy, without the phone: that vouches for ops that are not signed
 *
 * The file key is wrapped by RSA-OAEP-256 in the header, to the organisation's recovery key and to the server's own rescue key: the
 * office takes a bundle in with the second, a server that was lost needs the first. A record's plain bytes are a 4-byte
 * big-endian length, that many bytes of JSON (`RescueRecord`), then the bytes of a file when it is a photo. The final hash is over the
 * concatenated hex hashes of the single lines, so that a large file need not be held in memory at once.
 */
import * as z from 'zod/mini';
import type { Op } from '#oplog/op.ts';
import type { DeviceId } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';

export const rescueMagic = 'XUNZHEN-RESCUE-1';

const count = z.int().check(z.minimum(0));
const shortText = z.string().check(z.maxLength(4096));

/** What the second line says in clear. */
export const rescueHeaderSchema = z.strictObject({
  bundle: shortText,
  person: shortText,
  account: shortText,
  /** The one that signed the last line. */
  device: shortText,
  madeAt: shortText,
  ops: count,
  photos: count,
  /**
   * Those whose ops are inside, and the one that signed, as they enrolled: a server that was set up anew knows none of them. A second
   * copy tells no public key, '' instead: a device with none cannot be enrolled from it.
   */
  devices: z.array(z.strictObject({ device: shortText, publicKey: shortText, successorOf: z.nullable(shortText) })),
  /** File key, RSA-OAEP-256, base64url; `server` is null on a phone that has not heard of the server's key yet. */
  keyEnvelopes: z.strictObject({ recovery: shortText, server: z.nullable(shortText) }),
});

export type RescueHeader = Readonly<z.infer<typeof rescueHeaderSchema>>;

export type RescueRecord =
  /** Ascending by device and seq. `signature` is the device's over the last hash, null where its key is gone: the server takes them like a push. */
  | { readonly kind: 'ops'; readonly device: DeviceId; readonly signature: string | null; readonly ops: readonly Op[] }
  | {
      readonly kind: 'photo';
      readonly evidenceId: string;
      readonly assessment: string;
      readonly sha256: string;
      readonly size: number;
    };

/** `json` is the UTF-8 of a `RescueRecord`. */
export function packRecord(json: Uint8Array, file: Uint8Array | null): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + json.length + (file?.length ?? 0));
  new DataView(bytes.buffer).setUint32(0, json.length);
  bytes.set(json, 4);
  if (file !== null) bytes.set(file, 4 + json.length);
  return bytes;
}

/** Null when the bytes are not a record. */
export function unpackRecord(
  bytes: Uint8Array<ArrayBuffer>,
): { readonly json: Uint8Array<ArrayBuffer>; readonly file: Uint8Array<ArrayBuffer> } | null {
  if (bytes.length < 4) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (bytes.length < 4 + length) return null;
  return { json: bytes.slice(4, 4 + length), file: bytes.slice(4 + length) };
}

/** What a record's seal is bound to. */
export function recordBinding(bundle: string, n: number): string {
  return `${bundle}|${n}`;
}

/** The hash in the last line, over all lines before it. */
export function hashLines(lines: readonly string[]): string {
  return hashOfHashes(lines.map(hashLine));
}

export function hashLine(line: string): string {
  return sha256Text(`${line}\n`);
}

export function hashOfHashes(hashes: readonly string[]): string {
  return sha256Text(hashes.join(''));
}

/** The last line, null when it is none. */
export function readEnd(line: string): { readonly records: number; readonly hash: string; readonly signature: string } | null {
  const found = /^END (\d{1,9}) ([0-9a-f]{64}) (\S+)$/u.exec(line);
  return found === null ? null : { records: Number(found[1]), hash: found[2] ?? '', signature: found[3] ?? '' };
}
