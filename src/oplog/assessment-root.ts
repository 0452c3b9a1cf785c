import type { Sha256 } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { HashText } from './hash-op.ts';
import type { Register } from './op.ts';

/**
 * What finish and submit hold for: SHA-256 over every field, row, piece of evidence and link of an assessment with the hashes of
 * its current heads. Workflow and void are left out: they speak about this state.
 */
export function assessmentRoot(registers: readonly Register[], sha256: HashText = sha256Text): Sha256 {
  return stateRoot(registers.filter(isContent), sha256);
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

/** Whether a register is part of what is handed in. */
export function isContent(register: Pick<Register, 'entity' | 'register'>): boolean {
  return register.entity !== 'assessment' || (register.register !== '@workflow' && register.register !== '@void');
}
