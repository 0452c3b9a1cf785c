import { inList } from './db/bulk.ts';
import type { StorageTx } from './db/storage-tx.ts';

/**
 * An action counts as closed once every piece that its closing names is a live one of the assessment it names, at the same firm. Looked
 * at again whenever the action or the evidence of that assessment changes: which came first makes no difference.
 */
export async function proveActions(
  tx: StorageTx,
  changed: { readonly actions: readonly string[]; readonly assessments: readonly string[] },
): Promise<void> {
  if (changed.actions.length === 0 && changed.assessments.length === 0) return;
  const closed = await tx.db
    .selectFrom('actions')
    .leftJoin('assessments', 'assessments.assessment_id', 'actions.proof_assessment')
    .select(['action_id', 'proof_assessment', 'proof', 'proven', 'actions.enterprise', 'assessments.enterprise as seen_at'])
    .where('proof', 'is not', null)
    .where((eb) =>
      eb.or([inList(tx.kind, 'action_id', changed.actions), inList(tx.kind, 'proof_assessment', changed.assessments)]),
    )
    .execute();
  if (closed.length === 0) return;
  const named = closed.map((row) => ({ ...row, pieces: JSON.parse(row.proof ?? '[]') as readonly string[] }));
  const found = await tx.db
    .selectFrom('evidence')
    .select(['evidence_id', 'assessment'])
    .where('voided', '=', 0)
    .where(
      inList(
        tx.kind,
        'evidence_id',
        named.flatMap(({ pieces }) => pieces),
      ),
    )
    .execute();
  const homes = new Map(found.map(({ evidence_id, assessment }) => [evidence_id, assessment]));
  const turned = named.filter(({ pieces, proof_assessment, enterprise, seen_at, proven }) => {
    const there = pieces.length > 0 && pieces.every((piece) => homes.get(piece) === proof_assessment);
    return (there && seen_at === enterprise ? 1 : 0) !== proven;
  });
  for (const proven of [0, 1] as const) {
    const ids = turned.filter((row) => row.proven !== proven).map(({ action_id }) => action_id);
    if (ids.length === 0) continue;
    await tx.db
      .updateTable('actions')
      .set({ proven })
      .where(inList(tx.kind, 'action_id', ids))
      .execute();
  }
}
