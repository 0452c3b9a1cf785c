/** Reading a rescue bundle (format: `proof/rescue-format.ts`) line by line: it may be larger than the memory. */
import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  hashLine,
  hashOfHashes,
  readEnd,
  recordBinding,
  rescueHeaderSchema,
  rescueMagic,
  unpackRecord,
} from '#proof/rescue-format.ts';
import type { RescueHeader } from '#proof/rescue-format.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';

export type CheckedRescue = {
  readonly header: RescueHeader;
  /** What the last line says, null where the file breaks off or was changed. */
  readonly end: { readonly hash: string; readonly signature: string } | null;
  /** The first line that is missing or does not fit, for people; null when the file is whole. */
  readonly damagedAt: number | null;
};

/** Reads the whole file once. Refused only when there is no header to go by. */
export async function checkRescue(path: string): Promise<Outcome<CheckedRescue>> {
  let header: RescueHeader | null = null;
  let end: ReturnType<typeof readEnd> = null;
  const hashes: string[] = [];
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (number === 1 && line !== rescueMagic) return refused(problem('rescue.not-a-bundle'));
    if (number === 2) header = headerOf(line);
    end = number > 2 ? readEnd(line) : null;
    if (end !== null) break;
    hashes.push(hashLine(line));
  }
  if (header === null) return refused(problem('rescue.not-a-bundle'));
  const whole = end !== null && end.records === hashes.length - 2 && end.hash === hashOfHashes(hashes);
  return ok({ header, end: whole ? end : null, damagedAt: whole ? null : Math.max(3, number) });
}

export type OpenedRecord = {
  readonly line: number;
  /** JSON of a `RescueRecord` and the bytes of its file; null where this line is damaged. */
  readonly content: { readonly json: string; readonly file: Uint8Array<ArrayBuffer> } | null;
};

/** One record after the other, each checked by its seal. */
export async function* openRecords(path: string, header: RescueHeader, fileKey: Buffer): AsyncGenerator<OpenedRecord> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (number <= 2) continue;
    if (readEnd(line) !== null) return;
    yield { line: number, content: openRecord(line, recordBinding(header.bundle, number - 3), fileKey) };
  }
}

/** The key of the file, null when none of these private keys opens it. */
export function openFileKey({ keyEnvelopes }: RescueHeader, privateKeys: readonly KeyObject[]): Buffer | null {
  for (const envelope of [keyEnvelopes.server, keyEnvelopes.recovery]) {
    if (envelope === null) continue;
    for (const key of privateKeys) {
      try {
        return privateDecrypt(
          { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
          Buffer.from(envelope, 'base64url'),
        );
      } catch {
        // Sealed to another key.
      }
    }
  }
  return null;
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
}

function headerOf(line: string): RescueHeader | null {
  try {
    const parsed = rescueHeaderSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function openRecord(line: string, binding: string, key: Buffer): OpenedRecord['content'] {
  const bytes = Buffer.from(line, 'base64url');
  if (bytes.length < 28) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(binding));
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    const parts = unpackRecord(new Uint8Array(plain));
    return parts === null ? null : { json: new TextDecoder().decode(parts.json), file: parts.file };
  } catch {
    return null;
  }
}
