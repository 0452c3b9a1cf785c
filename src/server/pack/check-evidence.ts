import { evidenceRecordOf, manifestText } from '#domain/evidence.ts';
import type { EvidenceRecord } from '#domain/evidence.ts';
import { evidenceRecordSchema } from '#domain/record-schemas.ts';
import { timeBracket } from '#proof/time-bracket.ts';
import type { TimeBracket } from '#proof/time-bracket.ts';
import { verifyDeviceSignature } from '../device-signature.ts';
import { evidenceFile, packFiles } from './pack-format.ts';
import type { PackDevice, PackManifest, PackOp } from './pack-format.ts';

export type PieceReport = {
  readonly evidenceId: string;
  /** Null: removed, or its bytes had not arrived. */
  readonly file: string | null;
  readonly method: EvidenceRecord['method'];
  readonly person: string;
  readonly signed: 'hard' | 'soft' | 'no';
  readonly bracket: TimeBracket;
};

export type EvidenceCheck = {
  readonly manifest: PackManifest;
  readonly ops: readonly PackOp[];
  readonly devices: readonly PackDevice[];
  readonly beacon: (text: string) => number | null;
  readonly fault: (member: string, words: string) => void;
};

/** Every announced piece is in the manifest with its hash, its file is there unless it was removed, and its device signed what it says. */
export async function checkEvidence(check: EvidenceCheck): Promise<readonly PieceReport[]> {
  const { manifest, ops, fault } = check;
  const creates = ops.filter(({ op, receipt }) => op.kind === 'create' && op.entity === 'evidence' && receipt.state === 'stored');
  const removed = new Set(
    ops.flatMap(({ op, receipt }) =>
      op.kind === 'void' && op.entity === 'evidence' && receipt.state === 'stored' ? op.entityId : [],
    ),
  );
  const listed = new Map(manifest.evidence.map((piece) => [piece.evidenceId, piece]));
  const files = new Set(manifest.files.map(({ path }) => path));
  const reports = new Map<string, PieceReport>();
  for (const entry of creates) {
    const id = entry.op.entityId;
    const parsed = evidenceRecordSchema.safeParse(entry.op.value);
    const piece = listed.get(id);
    const record = parsed.success ? evidenceRecordOf(entry.op.value as EvidenceRecord) : null;
    if (record === null || piece === undefined || piece.sha256 !== record.sha256) {
      fault(packFiles.manifest, `证据 ${id} 与操作记录不符`);
      continue;
    }
    const due = piece.committedAt !== null && !removed.has(id);
    if (
      due !== (piece.file !== null) ||
      (piece.file !== null && (piece.file !== evidenceFile(id, record.mime) || !files.has(piece.file)))
    )
      fault(piece.file ?? evidenceFile(id, record.mime), '缺少这个文件');
    const hash = manifest.files.find(({ path }) => path === piece.file)?.sha256;
    if (piece.file !== null && hash !== record.sha256) fault(piece.file, '不是拍摄时登记的那张：SHA-256 不符');
    reports.set(id, await pieceReport(check, entry, record, piece.file));
  }
  for (const id of listed.keys()) if (!reports.has(id)) fault(packFiles.ops, `证据 ${id} 没有登记它的操作`);
  return [...reports.values()];
}

async function pieceReport(
  { devices, beacon, fault }: EvidenceCheck,
  { op, receipt }: PackOp,
  record: EvidenceRecord,
  file: string | null,
): Promise<PieceReport> {
  const { capture, signature, method, capturedAt } = record;
  const member = file ?? packFiles.ops;
  const device = devices.find((known) => known.device === (capture?.device ?? op.device));
  const isSigned = capture !== null && signature !== null;
  if (isSigned) {
    const about = capture.evidence === op.entityId && capture.person === op.author && device?.person === op.author;
    if (device === undefined) fault(packFiles.devices, `缺少设备 ${capture.device} 的公钥`);
    else if (!about || !verifyDeviceSignature(device.publicKey, signature, manifestText(record)))
      fault(member, `证据 ${op.entityId} 的设备签名不对`);
  }
  const made = capture?.beacon == null ? null : beacon(capture.beacon);
  return {
    evidenceId: op.entityId,
    file,
    method,
    person: device?.personName ?? op.author,
    signed: isSigned ? capture.keyProtection : 'no',
    bracket: timeBracket(made === null ? null : new Date(made).toISOString(), receipt.serverTime, capturedAt),
  };
}
