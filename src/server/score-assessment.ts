/** The score of record: the same functions as on the phone, over what the server folded. */
import type { CompiledDefinition } from '#definition/compiled.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import { completeness } from '#diagnosis/completeness.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { answersOf } from '#oplog/answers-of.ts';
import type { Register } from '#oplog/op.ts';
import { createdAssessment } from '#oplog/project-assessment.ts';
import { scoreAll } from '#scoring/score.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import type { WorkflowRecord } from '#domain/assessment.ts';
import { evidenceCounts } from './verified-score.ts';

export type Scored = {
  readonly result: ScoreResult;
  /** Answered share of the relevant questions, 0–1. */
  readonly completeness: number;
};

/** `registers`: everything owned by the assessment. Answers in conflict are blank. */
export function scoreAssessment(edition: CompiledDefinition, registers: readonly Register[]): Scored {
  const compiled = askAgain(edition, createdAssessment(registers)?.record.followUp);
  const { answers } = answersOf(registers, 'self');
  const form = evaluateAll(compiled, answers);
  const done = completeness(compiled, form, evidenceCounts(registers));
  return { result: scoreAll(compiled, form), completeness: done.total === 0 ? 0 : done.answered / done.total };
}

type PhoneScore = NonNullable<WorkflowRecord['phoneScore']>;

/** The same functions over the same answers give the same bits; any difference beyond the last digits is an alarm. */
export function phoneScoreDiffers(phone: PhoneScore, server: ScoreResult): boolean {
  if (phone.level !== server.level) return true;
  return Object.entries(phone.measures).some(([measure, score]) => {
    const ours = server.measures[measure]?.score ?? null;
    if (score === null || ours === null) return score !== ours;
    return Math.abs(score - ours) > 1e-9;
  });
}
