/**
 * Writes what was found in second copies as a rescue bundle (`proof/rescue-format.ts`). The keys of the phone's device are gone with
 * it, so the organisation's recovery key signs the end, and stands for ops that have no signature of their own.
 */
import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { hashLine, hashOfHashes, packRecord, recordBinding, rescueMagic } from '#proof/rescue-format.ts';
import type { RescueHeader, RescueRecord } from '#proof/rescue-format.ts';
import { firstBatch } from '#replica/plan-push.ts';
import { newId } from '#shared/ids.ts';
import type { FoundOp, PersonCopy } from './open-copies.ts';

/** `madeAt`: ISO time. */
export async function writeRescue(path: string, copy: PersonCopy, recovery: KeyObject, madeAt: string): Promise<void> {
  const fileKey = randomBytes(32);
  const records = batchesOf(copy.ops);
  const { person, account, device } = copy.header;
  const bundle = newId((count) => randomBytes(count));
  const sealed = publicEncrypt(
    { key: createPublicKey(recovery), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    fileKey,
  );
  const header: RescueHeader = {
    bundle,
    person,
    account,
    device,
    madeAt,
    ops: copy.ops.length,
    photos: copy.photos.length,
    // A copy does not hold public keys: a server takes ops of devices it has met.
    devices: [...new Set(records.map((record) => record.device))].map((id) => ({ device: id, publicKey: '', successorOf: null })),
    keyEnvelopes: { recovery: sealed.toString('base64url'), server: null },
  };
  const file = await open(path, 'wx', 0o600);
  const hashes: string[] = [];
  const line = async (text: string): Promise<void> => {
    hashes.push(hashLine(text));
    await file.write(`${text}\n`);
  };
  const add = (record: RescueRecord, bytes: Uint8Array | null): Promise<void> =>
    line(sealRecord(fileKey, recordBinding(bundle, hashes.length - 2), record, bytes));
  try {
    await line(rescueMagic);
    await line(JSON.stringify(header));
    for (const record of records) await add(record, null);
    for (const { read, ...photo } of copy.photos) await add({ kind: 'photo', ...photo }, await read());
    const hash = hashOfHashes(hashes);
    await file.write(`END ${String(hashes.length - 2)} ${hash} ${signature(recovery, hash)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function sealRecord(key: Buffer, binding: string, record: RescueRecord, bytes: Uint8Array | null): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(binding));
  const plain = packRecord(Buffer.from(JSON.stringify(record)), bytes);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** RSA-PSS with SHA-256; see `rescue-keys.ts` for the other side. */
function signature(key: KeyObject, hash: string): string {
  const how = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return sign('sha256', Buffer.from(hash), how).toString('base64url');
}

type OpsRecord = Extract<RescueRecord, { kind: 'ops' }>;

/**
 * As pushes take them: ops of one device with ascending numbers. What was carried for another device stays in the batch that its author
 * signed, where the end of that is here.
 */
function batchesOf(found: readonly FoundOp[]): readonly OpsRecord[] {
  const records: OpsRecord[] = [];
  for (let rest = found; rest[0] !== undefined;) {
    const [first] = rest;
    const end = rest.findIndex((each, index) => index > 0 && !continues(rest[index - 1], each));
    const run = rest.slice(0, end < 0 ? rest.length : end).map(({ op }) => op);
    const signed = run.at(-1)?.hash === first.carried?.until ? (first.carried?.signature ?? null) : null;
    const ops = signed === null ? firstBatch(run) : run;
    records.push({ kind: 'ops', device: first.op.device, signature: signed, ops });
    rest = rest.slice(ops.length);
  }
  return records;
}

function continues(before: FoundOp | undefined, { op, carried }: FoundOp): boolean {
  const isNext = before?.op.device === op.device && before.op.seq < op.seq;
  return isNext && before.carried?.until === carried?.until;
}
