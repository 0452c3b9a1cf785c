/** What goes into an evidence pack, read from the database and hashed before the first byte is sent. */
import { createReadStream } from 'node:fs';
import { createPrivateKey, sign } from 'node:crypto';
import type { AssessmentRecord } from '#domain/assessment.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { valueHash } from '#oplog/hash-op.ts';
import { createdAssessment, evidenceOf } from '#oplog/project-assessment.ts';
import { foldOps } from '#oplog/register.ts';
import { merkleTree } from '#proof/merkle.ts';
import { readLeaf } from '#proof/log-leaf.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { publicPart } from '../beacon.ts';
import { evidencePath, hashFile } from '../blobs/commit-evidence.ts';
import type { ServerContext } from '../context.ts';
import { inList } from '../db/bulk.ts';
import { opsOfOwner } from '../db/op-runs.ts';
import type { OpWithReceipt } from '../db/op-runs.ts';
import { wholeTables } from '../db/within.ts';
import { leavesOf, sealLog } from '../jobs/seal-log.ts';
import { sha256 } from '../sha256.ts';
import { evidenceFile, packFiles, packFormat, packVersion, rootFile, tokenFile } from './pack-format.ts';
import type { PackAudit, PackDevice, PackLog, PackManifest, PackOp, PackPushSignature, PackSignature } from './pack-format.ts';
import { packReadme } from './pack-readme.ts';
import type { ZipMember } from './write-zip.ts';

/** `evidence-only` withholds every answer: photos, and what they hang on, can be shown to somebody who may not see the rest. */
export type PackContent = 'all' | 'evidence-only';

export type Pack = {
  readonly enterpriseName: string;
  readonly photos: number;
  readonly madeAt: Date;
  readonly members: readonly ZipMember[];
};

/** Refused: there is no such assessment; a photo on disk is not the one that was committed. The caller has checked the scope. */
export async function collectPack(server: ServerContext, assessment: string, content: PackContent): Promise<Outcome<Pack>> {
  // What came in since the last hour is sealed now: every row in the pack has its proof.
  await sealLog(server);
  const { db } = server.open;
  const { from } = wholeTables(db);
  const arrived = (await opsOfOwner({ from }, assessment)).toSorted(byPlace);
  const registers = [...foldOps(arrived.flatMap(({ op, receipt }) => (receipt.state === 'stored' ? op : []))).values()];
  const record = createdAssessment(registers)?.record;
  if (record === undefined) return refused(problem('access.not-found'));
  const pieces = evidenceOf(registers);
  const files = await from('evidence_files').selectAll().where('owner', '=', assessment).execute();
  const held = new Map(files.map((file) => [file.evidence_id, file]));
  const evidence = pieces.map(({ evidenceId, record: { sha256: hash, mime }, voided }) => {
    const file = held.get(evidenceId);
    const path = file === undefined || voided ? null : evidenceFile(evidenceId, mime);
    return { evidenceId, sha256: hash, file: path, committedAt: file?.committed_at ?? null, removed: voided };
  });
  for (const piece of evidence) {
    if (piece.file === null) continue;
    const found = await hashFile(evidencePath(server.folders.evidence, piece.sha256)).catch(() => null);
    if (found !== piece.sha256) return refused(problem('evidence.hash-mismatch', { evidenceId: piece.evidenceId }));
  }
  const ops = arrived.map((entry) => packOp(entry, content));
  const devices = await packDevices(server, arrived);
  const audit = await auditOf(server, [assessment, ...pieces.map(({ evidenceId }) => evidenceId)]);
  const { log, stamps } = await packLog(server, assessment, evidence, audit);
  const madeAt = new Date(server.now());
  const root = assessmentRoot(registers, sha256);
  const about = { assessment, record, root, evidence, pieces, arrived, devices, madeAt, timestamps: log.timestamps.length };
  const texts: readonly Member[] = [
    { path: packFiles.readme, bytes: Buffer.from(await packReadme(server, about)) },
    { path: packFiles.devices, bytes: json(devices) },
    { path: packFiles.ops, bytes: lines(ops) },
    { path: packFiles.signatures, bytes: json(await packPushSignatures(server, arrived)) },
    { path: packFiles.audit, bytes: lines(audit) },
    { path: packFiles.log, bytes: json(log) },
    ...stamps,
  ];
  const photos = evidence.flatMap(({ file, sha256: hash, evidenceId }) =>
    file === null ? [] : { path: file, size: held.get(evidenceId)?.size ?? 0, sha256: hash },
  );
  const manifest: PackManifest = {
    ...manifestHead(server, assessment, record, madeAt),
    root,
    ops: ops.length,
    evidence,
    files: [...texts.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256(bytes) })), ...photos],
  };
  const manifestBytes = json(manifest);
  const all = [
    ...texts,
    { path: packFiles.manifest, bytes: manifestBytes },
    { path: packFiles.signature, bytes: json(signed(server, manifestBytes)) },
  ];
  return ok({
    enterpriseName: record.enterpriseName,
    photos: photos.length,
    madeAt,
    members: [
      ...all.map(({ path, bytes }) => ({ path, open: () => [bytes] })),
      ...photos.map(({ path, sha256: hash }) => ({
        path,
        open: () => createReadStream(evidencePath(server.folders.evidence, hash)) as AsyncIterable<Buffer>,
      })),
    ],
  });
}

type Member = { readonly path: string; readonly bytes: Buffer };

function manifestHead({ settings, version }: ServerContext, assessment: string, record: AssessmentRecord, madeAt: Date) {
  const { enterpriseName, definition, edition } = record;
  const server = { epoch: settings.epoch, version, publicKey: publicPart(settings.serverKey) };
  const head = { format: packFormat, version: packVersion, assessment, enterpriseName, definition, edition, server } as const;
  return { ...head, madeAt: madeAt.toISOString() };
}

function signed({ settings }: ServerContext, manifest: Buffer): PackSignature {
  const key = createPrivateKey({ key: JSON.parse(settings.serverKey) as Record<string, string>, format: 'jwk' });
  const signature = sign('sha256', manifest, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return { algorithm: 'ES256', publicKey: publicPart(settings.serverKey), signature };
}

function byPlace(a: OpWithReceipt, b: OpWithReceipt): number {
  return a.op.device === b.op.device ? a.op.seq - b.op.seq : a.op.device < b.op.device ? -1 : 1;
}

function packOp({ op, receipt }: OpWithReceipt, content: PackContent): PackOp {
  const { gsn, serverTime, state, problem: why } = receipt;
  const isAnswer = op.entity === 'assessment' && op.field !== null;
  const withheld = content === 'evidence-only' && (isAnswer || op.entity === 'row');
  const given = withheld
    ? { op: { ...op, value: null }, valueHash: valueHash(op.salt, op.value, sha256) }
    : { op, valueHash: null };
  return {
    op: given.op,
    valueHash: given.valueHash,
    receipt: { gsn, serverTime, state, problem: why },
  };
}

async function packDevices({ open }: ServerContext, arrived: readonly OpWithReceipt[]): Promise<readonly PackDevice[]> {
  const captured = arrived.flatMap(({ op }) => {
    const capture = (op.value as { readonly capture?: { readonly device?: string } | null } | null)?.capture;
    return op.entity === 'evidence' && op.kind === 'create' && typeof capture?.device === 'string' ? capture.device : [];
  });
  const ids = [...new Set([...arrived.map(({ op }) => op.device as string), ...captured])];
  const rows = await open.db
    .selectFrom('devices')
    .innerJoin('people', 'people.id', 'devices.person')
    .select(['devices.id', 'public_key', 'person', 'people.name', 'enrolled_at', 'successor_of'])
    .where(inList(open.kind, 'devices.id', ids))
    .orderBy('devices.id')
    .execute();
  return rows.map((row) => ({
    device: row.id,
    publicKey: row.public_key,
    person: row.person,
    personName: row.name,
    enrolledAt: row.enrolled_at,
    successorOf: row.successor_of,
  }));
}

/** Those over an op of this assessment. One over an op of other work would show its hash and nothing that can be held against it. */
async function packPushSignatures(
  { open }: ServerContext,
  arrived: readonly OpWithReceipt[],
): Promise<readonly PackPushSignature[]> {
  const [devices, hashes] = [arrived.map(({ op }) => op.device as string), arrived.map(({ op }) => op.hash as string)];
  const rows = await open.db
    .selectFrom('push_signatures')
    .select(['device', 'last_seq', 'hash', 'signature'])
    .where(inList(open.kind, 'device', [...new Set(devices)]))
    .where(inList(open.kind, 'hash', hashes))
    .orderBy('device')
    .orderBy('last_seq')
    .execute();
  return rows.map(({ device, last_seq: seq, hash, signature }) => ({ device, seq, hash, signature }));
}

async function auditOf({ open }: ServerContext, subjects: readonly string[]): Promise<readonly PackAudit[]> {
  return open.db
    .selectFrom('audit')
    .selectAll()
    .where(inList(open.kind, 'subject', subjects))
    .orderBy('number')
    .execute();
}

type Evidence = PackManifest['evidence'];

/** The proof of each photo, audit row and of the assessment's state, and the way from their seals to the newest one. */
async function packLog(
  { open }: ServerContext,
  assessment: string,
  evidence: Evidence,
  audit: readonly PackAudit[],
): Promise<{ readonly log: PackLog; readonly stamps: readonly Member[] }> {
  const { db, kind } = open;
  const subjects = [assessment, ...evidence.map(({ evidenceId }) => evidenceId)];
  const found = await db
    .selectFrom('seal_leaves')
    .select(['seal', 'position'])
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', 'in', ['assessment', 'evidence']), inList(kind, 'subject', subjects)]),
        eb.and([
          eb('kind', '=', 'audit'),
          inList(
            kind,
            'subject',
            audit.map(({ number }) => String(number)),
          ),
        ]),
      ]),
    )
    .orderBy('seal')
    .orderBy('position')
    .execute();
  const first = found[0]?.seal ?? Infinity;
  const seals = Number.isFinite(first)
    ? await db.selectFrom('seals').selectAll().where('number', '>=', first).orderBy('number').execute()
    : [];
  const proofs: PackLog['proofs'][number][] = [];
  for (const { number } of seals) {
    const leaves = await leavesOf(db, number);
    const wanted = found.filter(({ seal }) => seal === number).map(({ position }) => position);
    const tree = merkleTree(leaves);
    const link = readLeaf(leaves[0] ?? '')?.kind === 'seal' && number > first ? [0] : [];
    for (const position of [...link, ...wanted])
      proofs.push({ seal: number, position, leaf: leaves[position] ?? '', path: [...tree.path(position)] });
  }
  const stamps = await db
    .selectFrom('seal_timestamps')
    .selectAll()
    .where('seal', '>=', seals[0]?.number ?? Infinity)
    .orderBy('seal')
    .execute();
  const roots = new Map(seals.map(({ number, root }) => [number, root]));
  return {
    log: {
      seals: seals.map(({ number, made_at: madeAt, root, leaves }) => ({ number, madeAt, root, leaves })),
      proofs,
      timestamps: stamps.map(({ seal, authority }) => ({ seal, authority })),
    },
    stamps: stamps.flatMap(({ seal, token }) => [
      { path: tokenFile(seal), bytes: Buffer.from(token, 'base64') },
      { path: rootFile(seal), bytes: Buffer.from(roots.get(seal) ?? '') },
    ]),
  };
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}

function lines(values: readonly unknown[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}
