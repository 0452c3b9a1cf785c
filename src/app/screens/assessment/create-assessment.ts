import type { Accessor } from 'solid-js';
import type { Problem } from '#shared/problems.ts';
import { finishAssessment, submitAssessment, voidAssessment } from '#store/commands/change-workflow.ts';
import type { Store } from '#store/store.ts';
import { createWrite } from '#app/create-write.ts';
import { createEvaluation, phoneScoreOf, type Evaluation, type EvaluationState } from '#app/form/create-evaluation.ts';

export type AssessmentWork = {
  readonly state: Accessor<EvaluationState>;
  readonly busy: Accessor<boolean>;
  /** Why the last step was refused; the record is unchanged then. */
  readonly problem: Accessor<Problem | null>;
  /** `reason`: why not both sides signed. */
  readonly finish: (evaluation: Evaluation, reason: string | null) => Promise<boolean>;
  readonly submit: (evaluation: Evaluation) => Promise<boolean>;
  readonly voidIt: (reason: string) => Promise<boolean>;
};

/** An assessment as a whole: what it holds, and the steps of its workflow, each possible offline. */
export function createAssessment(store: Store, assessmentId: string): AssessmentWork {
  const state = createEvaluation(store, assessmentId);
  const { busy, problem, run } = createWrite();

  return {
    state,
    busy,
    problem,
    finish: ({ result }, reason) => run(() => finishAssessment(store, assessmentId, phoneScoreOf(result), reason)),
    submit: ({ result }) => run(() => submitAssessment(store, assessmentId, phoneScoreOf(result))),
    voidIt: (reason) => run(() => voidAssessment(store, assessmentId, reason)),
  };
}
