import { assessmentRoot } from '#oplog/assessment-root.ts';
import { signaturesOf } from '#oplog/signatures-of.ts';
import type { Signature } from '#oplog/signatures-of.ts';
import type { EntityId, Sha256 } from '#shared/ids.ts';
import type { Store } from '../store.ts';

export type SignedState = {
  /** What a signature that is given now is put under. */
  readonly root: Sha256;
  readonly signatures: readonly Signature[];
  /** Why it was finished without both, as who finished it last said. */
  readonly reason: string | null;
};

/** The signatures under an assessment as it stands on this phone. */
export async function readSignatures(store: Store, assessmentId: string): Promise<SignedState> {
  const registers = await store.reader.registersOf(assessmentId as EntityId);
  // As `finishAssessment` takes it.
  const root = assessmentRoot(registers);
  const workflow = registers.find(({ entity, register }) => entity === 'assessment' && register === '@workflow');
  const reason = workflow?.heads.find(({ kind }) => kind === 'finalise')?.reason ?? null;
  return { root, signatures: signaturesOf(registers, root), reason };
}
