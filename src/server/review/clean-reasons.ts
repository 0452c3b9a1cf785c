import type { CompiledDefinition } from '#definition/compiled.ts';
import { completeness } from '#diagnosis/completeness.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { effectiveAnswers } from '#oplog/effective-answers.ts';
import type { Register } from '#oplog/op.ts';
import { evidenceOf, projectAssessment } from '#oplog/project-assessment.ts';
import { currentValue } from '#oplog/register.ts';
import type { OfficeRow } from '#protocol/office-wire.ts';
import type { UncleanReason } from '#protocol/review-wire.ts';
import { valueOf } from './review-row.ts';

/** Why somebody has to look at an assessment before it is approved; empty: nothing speaks against it. */
export function uncleanOf(
  compiled: CompiledDefinition | null,
  registers: readonly Register[],
  row: Pick<OfficeRow, 'photos' | 'phoneDiffers'>,
  proposals: number,
): readonly UncleanReason[] {
  const found: UncleanReason[] = [];
  if (projectAssessment(registers)?.state !== 'submitted') found.push('state');
  // Without its edition nobody can tell what evidence it asks for.
  if (compiled === null || lacksEvidence(compiled, registers)) found.push('evidence');
  if (row.photos.committed < row.photos.expected) found.push('files');
  if (registers.some((register) => currentValue(register).kind === 'conflict')) found.push('conflict');
  if (row.phoneDiffers) found.push('phone');
  const commented = registers.some((register) => register.register.startsWith('review/') && valueOf(register) !== null);
  if (commented) found.push('remarks');
  if (proposals > 0) found.push('proposals');
  return found;
}

function lacksEvidence(compiled: CompiledDefinition, registers: readonly Register[]): boolean {
  const given: Record<string, number> = {};
  for (const { voided, questions } of evidenceOf(registers))
    if (!voided) for (const question of questions) given[question] = (given[question] ?? 0) + 1;
  const done = completeness(compiled, evaluateAll(compiled, effectiveAnswers(registers).answers), given);
  return done.evidencePresent < done.evidenceRequired;
}
