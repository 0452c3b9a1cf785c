import { createMemo, type Accessor } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import { completeness, type Completeness } from '#diagnosis/completeness.ts';
import { diagnose, type Diagnosis } from '#diagnosis/diagnose.ts';
import { coverageOf, type Coverage } from '#diagnosis/verification.ts';
import type { WorkflowRecord } from '#domain/assessment.ts';
import type { FormView } from '#engine/form-view.ts';
import { openSession } from '#engine/session.ts';
import { scoreAll } from '#scoring/score.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import type { Store } from '#store/store.ts';
import type { AssessmentView, FoundView } from '#store/views.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { liveDefinition } from './live-definition.ts';
import { evidenceCounts } from './progress-of.ts';

/** A stored assessment with everything computed from it: what screens that only read stand on. */
export type Evaluation = {
  readonly view: AssessmentView;
  readonly compiled: CompiledDefinition;
  readonly form: FormView;
  readonly result: ScoreResult;
  readonly progress: Completeness;
  readonly diagnosis: Diagnosis;
  /** What stands after a visit; null while nobody has verified anything. */
  readonly verified: VerifiedSide | null;
};

export type VerifiedSide = { readonly form: FormView; readonly result: ScoreResult; readonly coverage: Coverage };

export type EvaluationState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'no-definition'; readonly view: AssessmentView }
  | { readonly kind: 'ready'; readonly evaluation: Evaluation };

/** Follows the store: an answer that arrives from elsewhere is in the next evaluation. */
export function createEvaluation(store: Store, assessmentId: string): Accessor<EvaluationState> {
  const live = fromLive<AssessmentView | null | undefined>(() => readAssessment(store, assessmentId), undefined);
  const definition = liveDefinition(store, () => live()?.record.definitionHash ?? null);
  return createMemo((): EvaluationState => {
    const view = live();
    if (view === null) return { kind: 'absent' };
    const read = definition();
    if (view === undefined || read === null) return { kind: 'loading' };
    if (read === 'absent') return { kind: 'no-definition', view };
    return { kind: 'ready', evaluation: evaluate(view, read) };
  });
}

/** What finish and submit carry: compared with the server's score, a difference is an alarm. */
export function phoneScoreOf(result: ScoreResult): WorkflowRecord['phoneScore'] {
  return {
    level: result.level,
    measures: Object.fromEntries(Object.entries(result.measures).map(([id, measure]) => [id, measure.score])),
  };
}

function evaluate(view: AssessmentView, edition: CompiledDefinition): Evaluation {
  const compiled = askAgain(edition, view.record.followUp);
  const form = openSession(compiled, view.answers);
  const result = scoreAll(compiled, form);
  return {
    view,
    compiled,
    form,
    result,
    progress: completeness(compiled, form, evidenceCounts(view.evidence)),
    diagnosis: diagnose(compiled, result),
    verified: verifiedSide(view, compiled, form),
  };
}

function verifiedSide(
  { verified, evidence }: AssessmentView,
  compiled: CompiledDefinition,
  claimed: FormView,
): VerifiedSide | null {
  if (verified.found.length + verified.conflicts.length + verified.rows.length === 0) return null;
  const form = openSession(compiled, verified.answers);
  const by = new Map(verified.found.map((found) => [found.path, found]));
  const foundAt = (path: string): FoundView | null => by.get(path) ?? null;
  const coverage = coverageOf(compiled, { claimed, found: form, foundAt, evidence: evidenceCounts(evidence) });
  return { form, result: scoreAll(compiled, form), coverage };
}
