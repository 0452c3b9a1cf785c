import { createSignal, type Accessor } from 'solid-js';
import type { Outcome } from '#shared/outcome.ts';
import { problem, type Problem } from '#shared/problems.ts';
import { finishAssessment, submitAssessment, voidAssessment } from '#store/commands/change-workflow.ts';
import type { Store } from '#store/store.ts';
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
  const [busy, setBusy] = createSignal(false);
  const [failed, setFailed] = createSignal<Problem | null>(null);

  const step = async (write: () => Promise<Outcome<unknown>>): Promise<boolean> => {
    setBusy(true);
    setFailed(null);
    try {
      const outcome = await write();
      if (outcome.kind === 'refused') setFailed(outcome.problem);
      return outcome.kind === 'ok';
    } catch {
      // A lost database handle throws; the person must learn that nothing was written.
      setFailed(problem('storage.unavailable'));
      return false;
    } finally {
      setBusy(false);
    }
  };

  return {
    state,
    busy,
    problem: failed,
    finish: ({ result }, reason) => step(() => finishAssessment(store, assessmentId, phoneScoreOf(result), reason)),
    submit: ({ result }) => step(() => submitAssessment(store, assessmentId, phoneScoreOf(result))),
    voidIt: (reason) => step(() => voidAssessment(store, assessmentId, reason)),
  };
}
