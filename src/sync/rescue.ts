/** 救援包: all unsynced ops and photos, sealed to the organisation's recovery key, one tap away whatever the network does. */
import { hashLines, packRecord, recordBinding, rescueMagic } from '#proof/rescue-format.ts';
import type { RescueHeader, RescueRecord } from '#proof/rescue-format.ts';
import type { OwnOp } from '#replica/client-state.ts';
import { toBase64url } from '#shared/base64url.ts';
import { newId } from '#shared/ids.ts';
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
  const recovery = await importRecoveryKey(await keys.recoveryPublicKey());
  const envelope = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, recovery, raw);
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
    keyEnvelope: toBase64url(new Uint8Array(envelope)),
  };
  const lines = [rescueMagic, JSON.stringify(header)];
  const add = async (record: RescueRecord, file: Uint8Array<ArrayBuffer> | null): Promise<void> => {
    const additionalData = new TextEncoder().encode(recordBinding(header.bundle, lines.length - 2));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = packRecord(new TextEncoder().encode(JSON.stringify(record)), file);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain));
    const bytes = new Uint8Array(iv.length + sealed.length);
    bytes.set(iv);
    bytes.set(sealed, iv.length);
    lines.push(toBase64url(bytes));
  };
  for (const batch of batchesOf(ops)) await add(await signedBatch(store, batch), null);
  for (const { evidenceId, assessment, sha256, size } of uploads) {
    const file = await openEvidence(store, evidenceId);
    if (file !== null) await add({ kind: 'photo', evidenceId, assessment, sha256, size }, file);
  }
  const hash = hashLines(lines);
  const signature = await keys.sign(device, hash);
  const end = `END ${lines.length - 2} ${hash} ${signature.kind === 'ok' ? signature.value : '-'}`;
  const blob = new Blob(
    [...lines, end].map((line) => `${line}\n`),
    { type: 'text/plain' },
  );
  return { fileName: `xunzhen-${profile.account}-${madeAt.slice(0, 16).replace(/[-:]/gu, '')}.txt`, blob };
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
