/** Opens second copies with the organisation's recovery key: what each person's phone had not sent. */
import { constants, createDecipheriv, createHash, privateDecrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { EvidenceRecord } from '#domain/evidence.ts';
import type { Op } from '#oplog/op.ts';
import { opSchema } from '#protocol/sync-wire.ts';
import type { Carried } from '#replica/client-state.ts';
import type { CopyHeader, Frame } from '#replica/copy-format.ts';
import { chunkId, sealBinding, sealNonceLength } from '#replica/seal-binding.ts';
import { readPhoto } from './scan-folder.ts';
import type { ScannedFolder } from './scan-folder.ts';

export type FoundOp = { readonly op: Op; readonly carried: Carried | null };

export type FoundPhoto = {
  readonly evidenceId: string;
  readonly assessment: string;
  readonly sha256: string;
  readonly size: number;
  /** Opens the file again: many photos do not fit the memory at once. */
  readonly read: () => Promise<Uint8Array>;
};

export type PersonCopy = {
  readonly header: CopyHeader;
  /** Each once, by device and number; what was written anew under another device is left out. */
  readonly ops: readonly FoundOp[];
  readonly photos: readonly FoundPhoto[];
  /** Pieces that the ops announce and whose bytes are in none of the files. */
  readonly photosMissing: number;
};

export type OpenedCopies = {
  readonly people: readonly PersonCopy[];
  /** People whose copies are sealed to another key. */
  readonly locked: readonly string[];
  /** Ops whose seal does not hold. */
  readonly unreadableOps: number;
  /** Files of photos that break off, do not open or are not what their row says. */
  readonly unreadablePhotos: readonly string[];
};

export async function openCopies({ journals, photos }: ScannedFolder, recovery: KeyObject): Promise<OpenedCopies> {
  const frames = journals.flatMap((journal) => journal.frames);
  const headers = frames.flatMap(({ entry }) => (entry.kind === 'header' ? [entry] : []));
  const keys = headers.flatMap((header) => openDataKey(header, recovery));
  const ops = new Map(keys.map(({ person }) => [person, new Map<string, FoundOp>()]));
  let unreadableOps = 0;
  for (const frame of frames) {
    if (frame.entry.kind !== 'op') continue;
    const found = openOp(keys, frame);
    if (found === null) unreadableOps += 1;
    else ops.get(found.person)?.set(found.op.hash, found);
  }
  const unreadablePhotos: string[] = [];
  const found = new Map<string, FoundPhoto[]>();
  for (const path of photos) {
    const photo = await openPhoto(keys, path);
    if (photo === null) unreadablePhotos.push(path);
    else
      found.set(photo.person, [...(found.get(photo.person) ?? []), { ...photo.row, read: async () => bytesAgain(keys, path) }]);
  }
  const people = [...ops].flatMap(([person, held]): PersonCopy[] => {
    const header = headers.findLast((each) => each.person === person);
    return header === undefined ? [] : [personCopy(header, [...held.values()], found.get(person) ?? [])];
  });
  const locked = headers.filter(({ person }) => !ops.has(person)).map(({ name, account }) => `${name}（${account}）`);
  return { people, locked: [...new Set(locked)], unreadableOps, unreadablePhotos };
}

function personCopy(header: CopyHeader, found: readonly FoundOp[], photos: readonly FoundPhoto[]): PersonCopy {
  const replaced = new Set(found.map(({ op }) => op.was));
  const ops = found
    .filter(({ op }) => !replaced.has(op.hash))
    .toSorted((a, b) => (a.op.device === b.op.device ? a.op.seq - b.op.seq : a.op.device < b.op.device ? -1 : 1));
  const all = new Map(photos.map((photo) => [photo.evidenceId, photo]));
  let photosMissing = 0;
  for (const { op } of ops) {
    if (op.kind !== 'create' || op.entity !== 'evidence' || all.has(op.entityId)) continue;
    const { sha256, assessment } = op.value as EvidenceRecord;
    // Taken over from another assessment, whose file it shares.
    const same = photos.find((photo) => photo.sha256 === sha256);
    if (same === undefined) photosMissing += 1;
    else all.set(op.entityId, { ...same, evidenceId: op.entityId, assessment });
  }
  return { header, ops, photos: [...all.values()], photosMissing };
}

/** The AES-256 key of a person's store. */
type DataKey = { readonly person: string; readonly key: Buffer };

/** None when the envelope was made for another key. */
function openDataKey({ person, recoveryEnvelope }: CopyHeader, recovery: KeyObject): readonly DataKey[] {
  try {
    const how = { key: recovery, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    return [{ person, key: privateDecrypt(how, Buffer.from(recoveryEnvelope, 'base64url')) }];
  } catch {
    return [];
  }
}

function openOp(keys: readonly DataKey[], { entry, sealed }: Frame): (FoundOp & { readonly person: string }) | null {
  if (entry.kind !== 'op') return null;
  const opened = unseal(keys, 'ops', entry.row.hash, sealed);
  if (opened === null) return null;
  const parsed = opSchema.safeParse(JSON.parse(opened.plain.toString('utf8')));
  if (!parsed.success || parsed.data.hash !== entry.row.hash) return null;
  // The schema checked every part; the brands of ids are the compiler's alone.
  return { person: opened.person, op: parsed.data as unknown as Op, carried: entry.row.carried ?? null };
}

type OpenedPhoto = { readonly person: string; readonly row: Omit<FoundPhoto, 'read'>; readonly bytes: Buffer };

async function openPhoto(keys: readonly DataKey[], path: string): Promise<OpenedPhoto | null> {
  const frames = (await readPhoto(path)) ?? [];
  const photo = frames.find(({ entry }) => entry.kind === 'photo')?.entry;
  if (photo?.kind !== 'photo') return null;
  const { evidenceId, assessment, sha256, size, chunks } = photo.row;
  const parts = frames.flatMap(({ entry, sealed }) => {
    const opened = entry.kind === 'chunk' ? unseal(keys, 'chunks', chunkId(evidenceId, entry.n), sealed) : null;
    return opened === null ? [] : [opened];
  });
  const bytes = Buffer.concat(parts.map(({ plain }) => plain));
  const person = parts[0]?.person;
  if (person === undefined || parts.length !== chunks) return null;
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return null;
  return { person, row: { evidenceId, assessment, sha256, size }, bytes };
}

async function bytesAgain(keys: readonly DataKey[], path: string): Promise<Uint8Array> {
  const photo = await openPhoto(keys, path);
  if (photo === null) throw new Error(`${path} changed while it was read`);
  return photo.bytes;
}

/** Whose it is and what it says, null when none of the keys opens it. */
function unseal(keys: readonly DataKey[], table: string, id: string, sealed: Uint8Array) {
  if (sealed.length < sealNonceLength + tagLength) return null;
  for (const { person, key } of keys) {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, sealNonceLength));
    decipher.setAAD(Buffer.from(sealBinding(table, id, person))).setAuthTag(sealed.subarray(-tagLength));
    try {
      const plain = Buffer.concat([decipher.update(sealed.subarray(sealNonceLength, -tagLength)), decipher.final()]);
      return { person, plain };
    } catch {
      // Another person's, or changed.
    }
  }
  return null;
}

/** Bytes of AES-GCM's tag, at the end. */
const tagLength = 16;
