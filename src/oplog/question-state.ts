import type { EvidenceLinkRecord } from '#domain/evidence.ts';
import type { FindingRecord } from '#domain/finding.ts';
import type { Sha256 } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';
import { stateRoot } from './assessment-root.ts';
import type { HashText } from './hash-op.ts';
import type { Register } from './op.ts';

/**
 * SHA-256 over all there is of some questions: what the firm and the inspector said, evidence with its captions, findings. It changes with
 * any of them and with nothing else; no clock has a part in it.
 */
export function questionState(registers: readonly Register[], paths: readonly string[], sha256: HashText = sha256Text): Sha256 {
  const asked = new Set(paths);
  const parts = new Set<string>();
  for (const { entity, entityId, register, heads } of registers) {
    if (register !== '@create') continue;
    const values = heads.map(({ value }) => value);
    if (entity === 'finding' && values.some((value) => asked.has((value as FindingRecord).question ?? ''))) parts.add(entityId);
    if (entity !== 'evidence-link') continue;
    for (const link of values as unknown as readonly EvidenceLinkRecord[])
      if (asked.has(link.question)) parts.add(entityId).add(link.evidence);
  }
  const answers = new Set(paths.flatMap((path) => [`self/${path}`, `verified/${path}`]));
  return stateRoot(
    registers.filter(({ entity, entityId, register }) => (entity === 'assessment' ? answers.has(register) : parts.has(entityId))),
    sha256,
  );
}
