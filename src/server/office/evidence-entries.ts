/** Each piece of evidence as the desk shows it: what the phone said, between which server times, and whether its signature holds. */
import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { manifestText } from '#domain/evidence.ts';
import type { EvidenceRecord } from '#domain/evidence.ts';
import { isClause } from '#domain/finding.ts';
import type { EvidenceOf } from '#oplog/project-assessment.ts';
import { timeBracket } from '#proof/time-bracket.ts';
import type { OfficeDetail, OfficeEvidence } from '#protocol/office-wire.ts';
import type { Sha256 } from '#shared/ids.ts';
import { inList } from '../db/bulk.ts';
import type { Reader } from '../db/within.ts';
import { verifyDeviceSignature } from '../device-signature.ts';
import type { ArrivedOp } from './arrived-op.ts';
import type { Desk } from './desk.ts';

export type EvidenceContext = {
  readonly compiled: CompiledDefinition | null;
  /** When the bytes were committed, by id. */
  readonly files: ReadonlyMap<string, string>;
  /** Of the assessment as it stands: what its signatures must be under. */
  readonly root: Sha256;
  readonly ops: readonly ArrivedOp[];
  readonly personName: (id: string) => string;
};

export async function evidenceEntries(
  { beaconTime }: Desk,
  reader: Reader,
  pieces: readonly EvidenceOf[],
  { compiled, files, root, ops, personName }: EvidenceContext,
): Promise<OfficeDetail['evidence']> {
  const keys = await publicKeys(reader, pieces);
  const questions = compiled === null ? null : indexDefinition(compiled).questions;
  const here = new Set(pieces.map(({ evidenceId }) => evidenceId));
  const announced = new Map(
    ops.flatMap((arrived) => (arrived.op.kind === 'create' ? [[arrived.op.entityId as string, arrived]] : [])),
  );
  return Promise.all(
    pieces.map(async ({ evidenceId, record, caption, author, questions: asked }): Promise<OfficeEvidence> => {
      const create = announced.get(evidenceId) ?? null;
      const { sha256, size, width, height, capturedAt, method, position, original, capture, mime, signs } = record;
      const after = capture?.beacon == null ? null : beaconTime(capture.beacon);
      const before = create?.serverTime ?? null;
      return {
        evidenceId,
        questions: asked
          .filter(isClause)
          .map((path) => ({ path, label: questions?.get(lastPart(path))?.question.label ?? path })),
        caption,
        sha256,
        size,
        width,
        height,
        capturedAt,
        method,
        position: position === null ? null : withoutSystem(position),
        original: { ...original },
        author: personName(author),
        person: author,
        announcedAt: before,
        committedAt: files.get(evidenceId) ?? null,
        bracket: timeBracket(after === null ? null : new Date(after).toISOString(), before, capturedAt),
        signed: await signatureState(record, keys),
        mime,
        fileName: record.fileName ?? null,
        duration: record.duration ?? null,
        derivedFrom: here.has(record.derivedFrom ?? '') ? (record.derivedFrom ?? null) : null,
        takenOver: record.derivedFrom !== undefined && method !== 'derived',
        signs: signs === undefined ? null : { side: signs.side, name: signs.name, holds: signs.root === root },
      };
    }),
  );
}

function withoutSystem({
  latitude,
  longitude,
  accuracy,
  at,
}: NonNullable<EvidenceRecord['position']>): OfficeEvidence['position'] {
  return { latitude, longitude, accuracy, at };
}

async function publicKeys({ db, kind }: Reader, pieces: readonly EvidenceOf[]): Promise<ReadonlyMap<string, string>> {
  const devices = [...new Set(pieces.flatMap(({ record }) => record.capture?.device ?? []))];
  if (devices.length === 0) return new Map();
  const rows = await db
    .selectFrom('devices')
    .select(['id', 'public_key'])
    .where(inList(kind, 'id', devices))
    .execute();
  return new Map(rows.map((row) => [row.id, row.public_key]));
}

async function signatureState(record: EvidenceRecord, keys: ReadonlyMap<string, string>): Promise<OfficeEvidence['signed']> {
  const { capture, signature } = record;
  if (capture === null || signature === null) return 'no';
  const key = keys.get(capture.device);
  if (key === undefined) return 'unknown';
  return verifyDeviceSignature(key, signature, manifestText(record)) ? capture.keyProtection : 'bad';
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
