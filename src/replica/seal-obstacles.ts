/** Promise 13: sealed means every attachment is stored with matching SHA-256 and no conflict is open. */
import { isRemark } from '#oplog/assessment-root.ts';
import type { Register } from '#oplog/op.ts';
import { evidenceOf } from '#oplog/project-assessment.ts';
import { currentValue } from '#oplog/register.ts';
import type { EntityId, Sha256 } from '#shared/ids.ts';

export type SealObstacle =
  /** Announced, and its bytes have not arrived. */
  | { readonly kind: 'missing'; readonly evidence: EntityId }
  /** What is stored under its name has another hash. */
  | { readonly kind: 'hash'; readonly evidence: EntityId }
  | { readonly kind: 'conflict'; readonly entityId: EntityId; readonly register: string };

/**
 * What keeps an assessment from being sealed; empty: nothing. `registers` are all it owns, `stored` the SHA-256 over the stored bytes of
 * each committed piece. Removed evidence and rows stand in nobody's way, and neither do two people's notes.
 */
export function sealObstacles(registers: readonly Register[], stored: ReadonlyMap<string, Sha256>): readonly SealObstacle[] {
  const gone = new Set(
    registers.flatMap(({ entityId, register, heads }) => (register === '@void' && heads.length > 0 ? entityId : [])),
  );
  const files = evidenceOf(registers).flatMap(({ evidenceId, record, voided }): readonly SealObstacle[] => {
    const sha256 = stored.get(evidenceId);
    if (voided || sha256 === record.sha256) return [];
    return [{ kind: sha256 === undefined ? 'missing' : 'hash', evidence: evidenceId as EntityId }];
  });
  const conflicts = registers.flatMap((register): readonly SealObstacle[] =>
    gone.has(register.entityId) ||
    isOfRemovedRow(register.register, gone) ||
    isRemark(register.register) ||
    currentValue(register).kind !== 'conflict'
      ? []
      : [{ kind: 'conflict', entityId: register.entityId, register: register.register }],
  );
  return [...files, ...conflicts];
}

/** `self/<repeat>/<rowId>/<question>` of a row that was removed. */
function isOfRemovedRow(register: string, gone: ReadonlySet<string>): boolean {
  const [, , row, question] = register.split('/');
  return row !== undefined && question !== undefined && gone.has(row);
}
