import { createMemo, type Accessor } from 'solid-js';
import type { Completeness, EvidenceCounts } from '#diagnosis/completeness.ts';
import type { EvidenceView } from '#store/views.ts';
import type { Form } from './create-form.ts';

/** Live pieces of evidence by question. */
export function evidenceCounts(evidence: readonly EvidenceView[]): EvidenceCounts {
  const counts: Record<string, number> = {};
  for (const { questions } of evidence) for (const question of questions) counts[question] = (counts[question] ?? 0) + 1;
  return counts;
}

/** How far a form is, counted anew shortly after each burst of edits and when photos change, where something changed. */
export function progressOf(
  form: Pick<Form, 'completeness' | 'version'>,
  evidence: Accessor<readonly EvidenceView[]>,
): Accessor<Completeness> {
  return createMemo(() => {
    form.version();
    return form.completeness(evidenceCounts(evidence()));
  });
}
