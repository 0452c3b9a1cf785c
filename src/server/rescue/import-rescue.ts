/**
 * Takes a rescue bundle in as if the phone had synced: its ops through the same push, its photos through the same commit. What the
 * server has already stays as it is, so that a bundle may be imported again, or the phone may sync afterwards.
 */
import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { noFirms } from '#domain/person.ts';
import type { Actor } from '#domain/person.ts';
import type { RescueHeader } from '#proof/rescue-format.ts';
import { opSchema, protocolVersion } from '#protocol/sync-wire.ts';
import type { PushRequest } from '#protocol/sync-wire.ts';
import type { RescueReport } from '#protocol/rescue-wire.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { commitEvidence } from '../blobs/commit-evidence.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { inList } from '../db/bulk.ts';
import { verifyDeviceSignature } from '../device-signature.ts';
import { push } from '../push.ts';
import { checkRescue, openFileKey, openRecords } from './rescue-file.ts';
import { verifyRecoverySignature } from './rescue-keys.ts';

export type RescueOptions = {
  /** Private RSA keys to try beside the server's own, such as the organisation's recovery key. */
  readonly privateKeys: readonly KeyObject[];
  /** Enrol devices that this server does not know for the person the bundle names: only after that person was asked. */
  readonly trustDevices: boolean;
  /** Take what can be read of a damaged file. Every record is sealed and every op signed on its own. */
  readonly salvage: boolean;
  /** Who imports. */
  readonly by: PersonId;
};

/** Refused, with nothing taken: no bundle, a damaged one, none of the keys opens it, or its signature does not hold. */
export async function importRescue(server: ServerContext, path: string, options: RescueOptions): Promise<Outcome<RescueReport>> {
  const checked = await checkRescue(path);
  if (checked.kind === 'refused') return checked;
  const { header, end, damagedAt } = checked.value;
  if (damagedAt !== null && !options.salvage) return refused(problem('rescue.damaged', { line: damagedAt }));
  const fileKey = openFileKey(header, options.privateKeys);
  if (fileKey === null) return refused(problem('rescue.wrong-key'));
  const known = await meetDevices(server, header, options.trustDevices);
  if (known.kind === 'refused') return known;
  const vouched = end !== null && verifyRecoverySignature(server, end.signature, end.hash);
  if (end !== null && !vouched && !verifyDeviceSignature(known.value.get(header.device) ?? '', end.signature, end.hash))
    return refused(problem('sync.bad-signature', { device: header.device }));
  const tally = newTally();
  for await (const { content } of openRecords(path, header, fileKey)) {
    const record = content === null ? null : recordOf(content.json);
    if (content === null || record === null) tally.damaged += 1;
    else if (record.kind === 'ops')
      await takeOps(server, options.by, await withoutReplaced(server, record, tally), vouched, tally);
    else await takePhoto(server, record, content.file, tally);
  }
  const report = reportOf(header, tally);
  const at = new Date(server.now()).toISOString();
  const detail = JSON.stringify({ account: header.account, ops: report.ops, photos: report.photos, damaged: report.damaged });
  const event = { kind: 'rescue.imported', person: options.by, subject: header.bundle, detail };
  await recordAudit(server.open.db, server.open.kind, event, at);
  return ok(report);
}

const recordSchema = z.union([
  z.strictObject({
    kind: z.literal('ops'),
    device: z.string(),
    signature: z.nullable(z.string()),
    ops: z.array(opSchema).check(z.minLength(1), z.maxLength(200)),
  }),
  z.strictObject({
    kind: z.literal('photo'),
    evidenceId: z.string(),
    assessment: z.string(),
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    size: z.int(),
  }),
]);
type ParsedRecord = z.infer<typeof recordSchema>;

function recordOf(json: string): ParsedRecord | null {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Public keys by device: as this server knows them, else as the bundle tells when the importer vouches for it. */
async function meetDevices(
  { open, now }: ServerContext,
  header: RescueHeader,
  trust: boolean,
): Promise<Outcome<ReadonlyMap<string, string>>> {
  const keys = new Map<string, string>();
  for (const { device, publicKey, successorOf } of header.devices) {
    const held = await open.db.selectFrom('devices').select('public_key').where('id', '=', device).executeTakeFirst();
    if (held !== undefined) {
      keys.set(device, held.public_key);
      continue;
    }
    if (publicKey === '') return refused(problem('sync.unknown-device', { device, from: 'second-copy' }));
    const person = await open.db.selectFrom('people').select('id').where('id', '=', header.person).executeTakeFirst();
    if (!trust || person === undefined) return refused(problem('sync.unknown-device', { device }));
    await open.db
      .insertInto('devices')
      .values({
        id: device,
        person: person.id,
        public_key: publicKey,
        successor_of: successorOf,
        recovery_envelope: null,
        enrolled_at: new Date(now()).toISOString(),
        last: 0,
        last_hash: null,
        revoked_at: null,
        revoke_mode: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    keys.set(device, publicKey);
  }
  return ok(keys);
}

type Tally = {
  stored: number;
  known: number;
  quarantined: number;
  refused: number;
  committed: number;
  photosKnown: number;
  photosRefused: number;
  damaged: number;
  readonly problems: Problem[];
};

function newTally(): Tally {
  const none = { stored: 0, known: 0, quarantined: 0, refused: 0, committed: 0, photosKnown: 0, photosRefused: 0, damaged: 0 };
  return { ...none, problems: [] };
}

type OpsRecord = Extract<ParsedRecord, { kind: 'ops' }>;

/** What a phone that was signed in again wrote anew under another device, and has sent, is here already. */
async function withoutReplaced({ open }: ServerContext, record: OpsRecord, tally: Tally): Promise<OpsRecord> {
  const hashes = record.ops.map(({ hash }) => hash);
  const rows = await open.db
    .selectFrom('ops')
    .select('was')
    .where(inList(open.kind, 'was', hashes))
    .execute();
  const replaced = new Set(rows.map(({ was }) => was));
  const ops = record.ops.filter(({ hash }) => !replaced.has(hash));
  tally.known += record.ops.length - ops.length;
  return { ...record, ops };
}

/** `vouched`: by the recovery key, which stands for a signature that is not there. */
async function takeOps(
  server: ServerContext,
  by: PersonId,
  { device, signature, ops }: OpsRecord,
  vouched: boolean,
  tally: Tally,
): Promise<void> {
  if (ops.length === 0) return;
  const before = await server.open.db.selectFrom('devices').select('last').where('id', '=', device).executeTakeFirst();
  const request = {
    proto: protocolVersion,
    epoch: server.settings.epoch,
    device,
    deviceSignature: signature ?? '',
    ops,
    // The schema checked every part; the brands of ids are the compiler's alone.
  } as unknown as PushRequest;
  const pushed = await push(server, by, request, { rescued: true, unsigned: vouched && signature === null });
  if (pushed.kind === 'refused') {
    tally.refused += ops.length;
    tally.problems.push(pushed.problem);
    return;
  }
  const taken = new Set<string>(pushed.value.ok);
  const setAside = new Set<string>(pushed.value.receipts.filter(({ state }) => state === 'quarantined').map(({ hash }) => hash));
  for (const { hash, seq } of ops) {
    if (!taken.has(hash)) tally.refused += 1;
    else if (seq <= (before?.last ?? 0)) tally.known += 1;
    else if (setAside.has(hash)) tally.quarantined += 1;
    else tally.stored += 1;
  }
  if (pushed.value.fork) tally.problems.push(problem('sync.fork', { device }));
}

/** The file comes from the bundle instead of an upload; everything after that is the commit of any photo. */
async function takePhoto(
  server: ServerContext,
  { evidenceId, sha256 }: Extract<ParsedRecord, { kind: 'photo' }>,
  file: Uint8Array,
  tally: Tally,
): Promise<void> {
  const held = await server.open.db
    .selectFrom('evidence_files')
    .select('sha256')
    .where('evidence_id', '=', evidenceId)
    .executeTakeFirst();
  if (held?.sha256 === sha256) {
    tally.photosKnown += 1;
    return;
  }
  const uploadId = randomBytes(16).toString('hex');
  const path = join(server.folders.uploads, uploadId);
  await writeFile(path, file, { mode: 0o600 });
  const upload = { size: file.length, offset: file.length, evidenceId, person: server.settings.serverPerson };
  const place = {
    find: (id: string) => Promise.resolve(id === uploadId ? upload : null),
    forget: () => Promise.resolve(),
  };
  try {
    const committed = await commitEvidence(server, place, serverActor(server), { evidenceId, uploadId, sha256 });
    if (committed.kind === 'ok') {
      tally.committed += 1;
      return;
    }
    tally.photosRefused += 1;
    tally.problems.push(committed.problem);
  } finally {
    // The bundle holds the photo still.
    await rm(path, { force: true });
  }
}

function serverActor({ settings }: ServerContext): Actor {
  return { person: settings.serverPerson, role: 'server', region: '420000' as RegionCode, assigned: noFirms };
}

function reportOf({ bundle, account, madeAt }: RescueHeader, tally: Tally): RescueReport {
  const { stored, known, quarantined, damaged, problems } = tally;
  return {
    bundle,
    account,
    madeAt,
    ops: { stored, known, quarantined, refused: tally.refused },
    photos: { committed: tally.committed, known: tally.photosKnown, refused: tally.photosRefused },
    damaged,
    problems,
  };
}
