/** 救援包: all unsynced ops and photos, sealed to the organisation's recovery key, one tap away whatever the network does. */
import { hashLine, hashOfHashes, packRecord, recordBinding, rescueMagic } from '#proof/rescue-format.ts';
import type { RescueHeader, RescueRecord } from '#proof/rescue-format.ts';
import type { OwnOp } from '#replica/client-state.ts';
import { toBase64url } from '#shared/base64url.ts';
import { newId } from '#shared/ids.ts';
import type { DeviceId } from '#shared/ids.ts';
import { listUploads } from '#store/commands/track-upload.ts';
import { openEvidence } from '#store/evidence-chunks.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';
import { importRecoveryKey } from '#vault/data-key.ts';

/** Ops of one record: as many as one push carries. */
const opsPerRecord = 200;

/** Named .txt because share sheets refuse unknown types. Format: `proof/rescue-format.ts`. Nothing on the phone is changed. */
export async function makeRescueBundle(store: Store): Promise<{ readonly fileName: string; readonly blob: Blob }> {
  const { profile, keys, reader, db } = store;
  const ops = await withHandle(db, () => unsentOps(store));
  const uploads = await listUploads(store);
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt']);
  const { recovery, server } = await keys.rescueKeys();
  const keyEnvelopes = { recovery: await wrapFor(recovery, raw), server: server === null ? null : await wrapFor(server, raw) };
  raw.fill(0);
  const { device } = await withHandle(db, () => reader.meta());
  const madeAt = new Date(store.clock.now()).toISOString();
  const header: RescueHeader = {
    bundle: newId(store.random.bytes),
    person: profile.personId,
    account: profile.account,
    device,
    madeAt,
    ops: ops.length,
    photos: uploads.length,
    devices: await describeDevices(store, [...ops.map(({ op }) => op.device), device]),
    keyEnvelopes,
  };
  // Each line goes to the browser's own keeping at once: 300 photos do not fit the memory of a cheap phone.
  const parts: Blob[] = [];
  const hashes: string[] = [];
  const write = (line: string): void => {
    hashes.push(hashLine(line));
    parts.push(new Blob([`${line}\n`]));
  };
  write(rescueMagic);
  write(JSON.stringify(header));
  const add = async (record: RescueRecord, file: Uint8Array<ArrayBuffer> | null): Promise<void> => {
    const additionalData = new TextEncoder().encode(recordBinding(header.bundle, hashes.length - 2));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = packRecord(new TextEncoder().encode(JSON.stringify(record)), file);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain));
    const bytes = new Uint8Array(iv.length + sealed.length);
    bytes.set(iv);
    bytes.set(sealed, iv.length);
    write(toBase64url(bytes));
  };
  for (const batch of batchesOf(ops)) await add(await signedBatch(store, batch), null);
  for (const { evidenceId, assessment, sha256, size } of uploads) {
    const file = await openEvidence(store, evidenceId);
    if (file !== null) await add({ kind: 'photo', evidenceId, assessment, sha256, size }, file);
  }
  const hash = hashOfHashes(hashes);
  const signature = await keys.sign(device, hash);
  write(`END ${hashes.length - 2} ${hash} ${signature.kind === 'ok' ? signature.value : '-'}`);
  const blob = new Blob(parts, { type: 'text/plain' });
  return { fileName: `xunzhen-${profile.account}-${madeAt.slice(0, 16).replace(/[-:]/gu, '')}.txt`, blob };
}

async function wrapFor(publicKey: string, raw: Uint8Array<ArrayBuffer>): Promise<string> {
  const sealed = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, await importRecoveryKey(publicKey), raw);
  return toBase64url(new Uint8Array(sealed));
}

async function describeDevices(store: Store, devices: readonly DeviceId[]): Promise<RescueHeader['devices']> {
  const described = await Promise.all([...new Set(devices)].map((device) => store.keys.describe(device)));
  return described.flatMap((description) => {
    if (description === null) return [];
    const { device, publicKey, successorOf } = description;
    return [{ device, publicKey, successorOf }];
  });
}

async function unsentOps(store: Store): Promise<readonly OwnOp[]> {
  const ops: OwnOp[] = [];
  for (const device of await store.reader.offering()) ops.push(...(await store.reader.offered(device, Number.MAX_SAFE_INTEGER)));
  return ops;
}

function batchesOf(ops: readonly OwnOp[]): readonly (readonly OwnOp[])[] {
  const batches: OwnOp[][] = [];
  for (const own of ops) {
    const open = batches.at(-1);
    if (open !== undefined && open.length < opsPerRecord && open[0]?.op.device === own.op.device) open.push(own);
    else batches.push([own]);
  }
  return batches;
}

async function signedBatch(store: Store, batch: readonly OwnOp[]): Promise<RescueRecord> {
  const ops = batch.map(({ op }) => op);
  const [first] = ops;
  if (first === undefined) throw new Error('an empty batch has no record');
  const signature = await store.keys.sign(first.device, ops.at(-1)?.hash ?? '');
  return { kind: 'ops', device: first.device, signature: signature.kind === 'ok' ? signature.value : null, ops };
}
