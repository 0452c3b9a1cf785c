/** 交接包, the giver's side. Format: `proof/handover-format.ts`. Nothing on this phone is changed. */
import { handoverIterations, handoverMagic, makeHandoverCode } from '#proof/handover-format.ts';
import type { HandoverHeader, HandoverRecord } from '#proof/handover-format.ts';
import { toBase64url } from '#shared/base64url.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import { listUploads } from '#store/commands/track-upload.ts';
import { openEvidence } from '#store/evidence-chunks.ts';
import { readThumbnail } from '#store/queries/read-evidence.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';
import { wrapHandoverKey } from './handover-key.ts';
import { unsentBatches } from './unsent-batches.ts';
import type { UnsentBatch } from './unsent-batches.ts';
import { writeBundle } from './write-bundle.ts';

export type Handover = {
  readonly fileName: string;
  readonly blob: Blob;
  /** Shown once; it is kept nowhere. */
  readonly code: string;
  readonly ops: number;
  readonly photos: number;
};

/** Null when there is nothing to hand over. */
export async function giveHandover(store: Store): Promise<Handover | null> {
  const { profile, keys, clock, random } = store;
  const batches = await unsentBatches(store);
  const uploads = await listUploads(store);
  if (batches.length + uploads.length === 0) return null;
  const code = makeHandoverCode(random.bytes);
  const madeAt = new Date(clock.now()).toISOString();
  const salt = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
  const lock = { bundle: newId(random.bytes), salt, iterations: handoverIterations };
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt']);
  const header: HandoverHeader = { ...lock, madeAt, keyEnvelope: await wrapHandoverKey(raw, code, lock) };
  raw.fill(0);
  const bundle = writeBundle(handoverMagic, header, header.bundle, key);
  const add = (record: HandoverRecord, file: Uint8Array<ArrayBuffer> | null = null): Promise<void> => bundle.add(record, file);

  const { device } = await withHandle(store.db, () => store.reader.meta());
  const described = await Promise.all([...new Set([device, ...batches.map((each) => each.device)])].map(keys.describe));
  const devices = described.flatMap((each) => (each === null ? [] : [{ device: each.device, publicKey: each.publicKey }]));
  await add({ kind: 'giver', person: profile.personId, name: profile.name, device, devices });
  for (const { device: author, signature, ops } of batches) {
    // Without a signature nobody but this person can bring them in.
    if (signature === null) continue;
    await add({ kind: 'ops', device: author, signature, ops: ops.map(({ op, owner }) => ({ op, owner })) });
  }
  const records = recordsOf(batches, uploads);
  await add(await knownOf(store, records));
  for (const record of await definitionsOf(store, records)) await add(record);
  let photos = 0;
  for (const { evidenceId, assessment, sha256, size } of uploads) {
    const file = await openEvidence(store, evidenceId);
    if (file === null) continue;
    const small = new Uint8Array((await (await readThumbnail(store, evidenceId))?.arrayBuffer()) ?? new ArrayBuffer(0));
    const both = new Uint8Array(file.length + small.length);
    both.set(file);
    both.set(small, file.length);
    const ids = { evidenceId: evidenceId as EntityId, assessment: assessment as EntityId };
    await add({ kind: 'photo', ...ids, sha256, size, thumbnail: small.length }, both);
    photos += 1;
  }
  const blob = await bundle.end(async (hash) => {
    const signature = await keys.sign(device, hash);
    return signature.kind === 'ok' ? signature.value : '-';
  });
  const fileName = `xunzhen-jiaojie-${profile.account}-${madeAt.slice(0, 16).replace(/[-:]/gu, '')}.txt`;
  return { fileName, blob, code, ops: batches.reduce((sum, { ops }) => sum + ops.length, 0), photos };
}

/** Assessments and firms that the ops or photos belong to. */
function recordsOf(batches: readonly UnsentBatch[], uploads: readonly { readonly assessment: string }[]): ReadonlySet<EntityId> {
  const ofOps = batches.flatMap(({ ops }) => ops.map(({ op, owner }) => owner ?? op.entityId));
  return new Set([...ofOps, ...uploads.map(({ assessment }) => assessment as EntityId)]);
}

async function knownOf(store: Store, records: ReadonlySet<EntityId>): Promise<HandoverRecord> {
  const firms = (await store.db.assessments.bulkGet([...records])).flatMap((row) => row?.enterprise ?? []);
  const all = new Set([...records, ...(firms as EntityId[])]);
  const registers = (await Promise.all([...all].map((id) => store.reader.registersOf(id)))).flat();
  const known = registers.filter(({ heads }) => heads.length > 0);
  const authors = new Set(known.flatMap(({ heads }) => heads.map(({ author }) => author as string)));
  const named = (await store.db.people.bulkGet([...authors])).filter((row) => row !== undefined);
  const people = await Promise.all(
    named.map(async ({ personId, sealed }) => {
      return { person: personId as PersonId, name: (await store.codec.open('people', personId, sealed)) as string };
    }),
  );
  return {
    kind: 'known',
    registers: known.map(({ entity, entityId, owner, register, heads }) => ({ entity, entityId, owner, register, heads })),
    people,
  };
}

async function definitionsOf(store: Store, records: ReadonlySet<EntityId>): Promise<readonly HandoverRecord[]> {
  const assessments = (await store.db.assessments.bulkGet([...records])).filter((row) => row !== undefined);
  const hashes = [...new Set(assessments.map(({ definitionHash }) => definitionHash))];
  return (await store.db.definitions.bulkGet(hashes)).flatMap((row): HandoverRecord[] => {
    if (row === undefined || row.body === null) return [];
    const { id, edition, title, minutes, hash, body } = row;
    return [{ kind: 'definition', id, edition, title, minutes, hash, body }];
  });
}
