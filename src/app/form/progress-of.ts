import { createMemo, type Accessor } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { completeness, type Completeness } from '#diagnosis/completeness.ts';
import type { FormView } from '#engine/form-view.ts';
import type { EvidenceView } from '#store/views.ts';

/** Live pieces of evidence by question. */
export function evidenceCounts(evidence: readonly EvidenceView[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { questions } of evidence) for (const question of questions) counts[question] = (counts[question] ?? 0) + 1;
  return counts;
}

/** How far a form is, counted anew shortly after each burst of edits and when photos change. */
export function progressOf(
  compiled: CompiledDefinition,
  view: FormView,
  version: Accessor<number>,
  evidence: Accessor<readonly EvidenceView[]>,
): Accessor<Completeness> {
  return createMemo(() => {
    version();
    return completeness(compiled, view, evidenceCounts(evidence()));
  });
}
