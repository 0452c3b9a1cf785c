/** A second copy as the phone's worker writes it (test/e2e/recovered-copy.spec.ts opens one that a real phone wrote). */
import { constants, createCipheriv, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Op } from '#oplog/op.ts';
import type { Carried } from '#replica/client-state.ts';
import { copyPaths, photoMark, writeFrame } from '#replica/copy-format.ts';
import type { CopiedPhoto, CopyHeader } from '#replica/copy-format.ts';
import { chunkId, sealBinding } from '#replica/seal-binding.ts';

export type CopiedPiece = { readonly evidenceId: string; readonly assessment: string; readonly bytes: Buffer };

export type MadeCopy = {
  /** Ops of one more journal; `until` carried ones name who signed them. */
  readonly journal: (n: number, ops: readonly Op[], carried?: Carried | null) => string;
  readonly photo: (piece: CopiedPiece, how?: 'whole' | 'unfinished') => string;
};

/** `recovery`: JWK text of the public key. Files come into `folder`; each call returns the path it wrote. */
export function makeCopy(folder: string, person: string, device: string, recovery: string): MadeCopy {
  mkdirSync(folder, { recursive: true });
  const key = randomBytes(32);
  const jwk = JSON.parse(recovery) as Record<string, string>;
  const how = {
    key: createPublicKey({ key: jwk, format: 'jwk' }),
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: 'sha256',
  };
  const recoveryEnvelope = publicEncrypt(how, key).toString('base64url');
  const who = { person, account: `account-${person.slice(0, 6)}`, name: '欧阳建国' };
  const header: CopyHeader = { kind: 'header', format: 1, ...who, device, recoveryEnvelope, personalEnvelope: null };
  const seal = (table: string, id: string, plain: Uint8Array): ArrayBuffer => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(sealBinding(table, id, person)));
    return new Uint8Array(Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])).buffer;
  };
  const write = (name: string, parts: readonly Uint8Array[]): string => {
    const path = join(folder, name);
    writeFileSync(path, Buffer.concat(parts));
    return path;
  };
  return {
    journal: (n, ops, carried = null) =>
      write(copyPaths.journal(n), [
        writeFrame(header, null),
        ...ops.map((op, index) => opFrame(op, index, carried, seal('ops', op.hash, Buffer.from(JSON.stringify(op))))),
      ]),
    photo: ({ evidenceId, assessment, bytes }, state = 'whole') => {
      const half = Math.ceil(bytes.length / 2);
      const row: CopiedPhoto['row'] = {
        evidenceId,
        assessment,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
        chunks: 2,
        voided: 0,
        committedAt: null,
        createdAt: '2026-11-21T08:00:00.000Z',
      };
      return write(copyPaths.photo(evidenceId), [
        state === 'whole' ? Buffer.from(photoMark) : Buffer.alloc(photoMark.length),
        writeFrame({ kind: 'photo', row }, null),
        writeFrame({ kind: 'thumbnail' }, seal('thumbnails', evidenceId, bytes.subarray(0, 9))),
        ...[bytes.subarray(0, half), bytes.subarray(half)].map((part, index) =>
          writeFrame({ kind: 'chunk', n: index }, seal('chunks', chunkId(evidenceId, index), part)),
        ),
      ]);
    },
  };
}

function opFrame(op: Op, order: number, carried: Carried | null, sealed: ArrayBuffer): Uint8Array {
  const { hash, device, seq, entityId, wallTime } = op;
  const receipt = { offered: 1, state: 'waiting', gsn: null, receiptEra: null, serverTime: null, problem: null } as const;
  const row = { hash, device, seq, order, entityId, owner: entityId, owned: 0, registerKey: '', at: wallTime, carried } as const;
  return writeFrame({ kind: 'op', row: { ...row, ...receipt } }, sealed);
}
