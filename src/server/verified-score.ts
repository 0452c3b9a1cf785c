/** What stands after a visit, computed by the same functions as on the phone. */
import type { CompiledDefinition } from '#definition/compiled.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import type { EvidenceCounts } from '#diagnosis/completeness.ts';
import { coverageOf } from '#diagnosis/verification.ts';
import type { BothAnswers, Coverage } from '#diagnosis/verification.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { answersOf, rowsOf } from '#oplog/answers-of.ts';
import { effectiveAnswers } from '#oplog/effective-answers.ts';
import type { Register } from '#oplog/op.ts';
import { createdAssessment, evidenceOf } from '#oplog/project-assessment.ts';
import { scoreAll } from '#scoring/score.ts';
import type { ScoreResult } from '#scoring/score-result.ts';

export type VerifiedScore = { readonly result: ScoreResult; readonly coverage: Coverage };

export type BothSides = BothAnswers & { readonly evidence: EvidenceCounts };

/** Null while nobody has verified anything, or added a row. */
export function bothSides(registers: readonly Register[]): BothSides | null {
  const begun = registers.some(({ entity, register }) => entity === 'assessment' && register.startsWith('verified/'));
  if (!begun && !rowsOf(registers).some(({ record }) => record.side === 'verified')) return null;
  const { answers, verifications } = effectiveAnswers(registers);
  const found = verifications.map(({ path, value, head }) => {
    return { path, value, reason: head.reason, by: head.author, at: head.wallTime };
  });
  return { self: answersOf(registers, 'self').answers, verified: answers, found, evidence: evidenceCounts(registers) };
}

/** `registers`: everything owned by the assessment. */
export function scoreVerified(edition: CompiledDefinition, registers: readonly Register[]): VerifiedScore | null {
  const sides = bothSides(registers);
  if (sides === null) return null;
  const compiled = askAgain(edition, createdAssessment(registers)?.record.followUp);
  const form = evaluateAll(compiled, sides.verified);
  const by = new Map(sides.found.map((each) => [each.path, each]));
  const coverage = coverageOf(compiled, {
    claimed: evaluateAll(compiled, sides.self),
    found: form,
    foundAt: (path) => by.get(path) ?? null,
    evidence: sides.evidence,
  });
  return { result: scoreAll(compiled, form), coverage };
}

/** Live pieces of evidence by question. */
export function evidenceCounts(registers: readonly Register[]): EvidenceCounts {
  const counts: Record<string, number> = {};
  for (const piece of evidenceOf(registers)) {
    if (piece.voided) continue;
    for (const question of piece.questions) counts[question] = (counts[question] ?? 0) + 1;
  }
  return counts;
}
