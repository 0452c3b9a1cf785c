import type { EvidenceRecord } from '#domain/evidence.ts';
import type { Sha256 } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { HashText } from './hash-op.ts';
import type { Register } from './op.ts';

/**
 * What finish and submit hold for: SHA-256 over every field, row, piece of evidence, link and finding of an assessment with the hashes
 * of its current heads. What speaks about this state is left out: workflow and void, signatures, the office's remarks.
 */
export function assessmentRoot(registers: readonly Register[], sha256: HashText = sha256Text): Sha256 {
  const signatures = new Set(registers.filter(isSignature).map(({ entityId }) => entityId));
  return stateRoot(
    registers.filter((register) => isContent(register) && !signatures.has(register.entityId)),
    sha256,
  );
}

function isSignature({ entity, register, heads }: Register): boolean {
  if (entity !== 'evidence' || register !== '@create') return false;
  return heads.some(({ value }) => (value as Partial<EvidenceRecord> | null)?.method === 'signature');
}

/** The same over everything, workflow too: two that hold the same have the same. */
export function stateRoot(registers: readonly Register[], sha256: HashText = sha256Text): Sha256 {
  const lines = registers
    .filter((register) => register.heads.length > 0)
    .map(({ entity, entityId, register, heads }) => [entity, entityId, register, ...heads.map(({ hash }) => hash).sort()])
    .map((line) => ({ line, key: line.slice(0, 3).join('|') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ line }) => line);
  // Arrays of texts: plain JSON is canonical.
  return sha256(JSON.stringify(lines)) as Sha256;
}

/** Whether a register is part of what is handed in; of a signature's, only `assessmentRoot` can tell. */
export function isContent(register: Pick<Register, 'entity' | 'register'>): boolean {
  return register.entity !== 'assessment' || !(beside.has(register.register) || isRemark(register.register));
}

const beside: ReadonlySet<string> = new Set(['@workflow', '@void']);

/** `review/…`, `second/…` and `desk/…`, which only the office writes; `notes/…` of an interview, which nobody hands in. */
export function isRemark(register: string): boolean {
  return /^(review|second|desk|notes)\//.test(register);
}
