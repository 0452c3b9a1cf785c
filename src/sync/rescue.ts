/** 救援包: all unsynced ops and photos, sealed to the organisation's recovery key, one tap away whatever the network does. */
import { rescueMagic } from '#proof/rescue-format.ts';
import type { RescueHeader, RescueRecord } from '#proof/rescue-format.ts';
import { toBase64url } from '#shared/base64url.ts';
import { newId } from '#shared/ids.ts';
import type { DeviceId } from '#shared/ids.ts';
import { listUploads } from '#store/commands/track-upload.ts';
import { openEvidence } from '#store/evidence-chunks.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';
import { importRecoveryKey } from '#vault/data-key.ts';
import { unsentBatches } from './unsent-batches.ts';
import { writeBundle } from './write-bundle.ts';

/** Named .txt because share sheets refuse unknown types. Format: `proof/rescue-format.ts`. Nothing on the phone is changed. */
export async function makeRescueBundle(store: Store): Promise<{ readonly fileName: string; readonly blob: Blob }> {
  const { profile, keys, reader, db } = store;
  const batches = await unsentBatches(store);
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
    ops: batches.reduce((sum, { ops }) => sum + ops.length, 0),
    photos: uploads.length,
    devices: await describeDevices(store, [...batches.map((batch) => batch.device), device]),
    keyEnvelopes,
  };
  const { add, end } = writeBundle(rescueMagic, header, header.bundle, key);
  for (const { device: author, signature, ops } of batches)
    await add({ kind: 'ops', device: author, signature, ops: ops.map(({ op }) => op) } satisfies RescueRecord, null);
  for (const { evidenceId, assessment, sha256, size } of uploads) {
    const file = await openEvidence(store, evidenceId);
    if (file !== null) await add({ kind: 'photo', evidenceId, assessment, sha256, size } satisfies RescueRecord, file);
  }
  const blob = await end(async (hash) => {
    const signature = await keys.sign(device, hash);
    return signature.kind === 'ok' ? signature.value : '-';
  });
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
