import type { EntityId, Sha256 } from '#shared/ids.ts';
import type { Register } from './op.ts';
import { evidenceOf } from './project-assessment.ts';

export type Signature = {
  readonly evidenceId: EntityId;
  readonly side: 'firm' | 'staff';
  readonly name: string;
  /** ISO time of the phone's clock. */
  readonly at: string;
  /** Nothing was changed since it was put under. */
  readonly holds: boolean;
};

/** The signatures under an assessment, those that no longer hold included. `root` is its present one. */
export function signaturesOf(registers: readonly Register[], root: Sha256): readonly Signature[] {
  return evidenceOf(registers).flatMap(({ evidenceId, record, voided }): readonly Signature[] => {
    const { signs, capturedAt } = record;
    if (signs === undefined || voided) return [];
    const { side, name } = signs;
    return [{ evidenceId: evidenceId as EntityId, side, name, at: capturedAt, holds: signs.root === root }];
  });
}
