import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import { verificationSheet } from '#diagnosis/verification-sheet.ts';
import type { AnswerValue } from '#engine/answers.ts';
import { openSession } from '#engine/session.ts';
import { answersOf } from '#oplog/answers-of.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import type { Register } from '#oplog/op.ts';
import { createdAssessment, evidenceOf, projectAssessment, type EvidenceOf } from '#oplog/project-assessment.ts';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import type { Reader } from '../db/within.ts';
import { sha256 } from '../sha256.ts';
import { readEnterprise, readFiles, readNames, readOps, readRegisters, readStoredScore } from './assessment-rows.ts';
import { answerSections } from './answer-sections.ts';
import { editionOf, type Desk } from './desk.ts';
import { evidenceEntries } from './evidence-entries.ts';
import { rowsOf } from './list-assessments.ts';
import { scoreSheet } from './score-sheet.ts';
import { historyOf } from './history-of.ts';
import { valueText } from './value-text.ts';
import { bothSides } from '../verified-score.ts';

/**
 * Everything the desk shows of one assessment; null when it is out of scope, or there is none. Exports do without the `history`,
 * which is the longest part to read.
 */
export async function readAssessment(
  desk: Desk,
  reader: Reader,
  assessmentId: string,
  parts: { readonly history: boolean },
): Promise<OfficeDetail | null> {
  const [row] = await rowsOf(desk, reader, [assessmentId]);
  if (row === undefined) return null;
  const [registers, stored, files, ops, enterprise] = await Promise.all([
    readRegisters(reader, assessmentId),
    readStoredScore(reader, assessmentId),
    readFiles(reader, assessmentId),
    parts.history ? readOps(reader, assessmentId) : [],
    readEnterprise(reader, row.enterpriseCode),
  ]);
  const names = await readNames(reader, ops, registers);
  const personName = (id: string): string => names.get(id) ?? id;
  const edition = editionOf(desk, stored.definitionHash);
  const compiled = edition === null ? null : askAgain(edition, createdAssessment(registers)?.record.followUp);
  const root = assessmentRoot(registers, sha256);
  const evidence = evidenceOf(registers).filter(({ voided }) => !voided);
  return {
    ...row,
    definitionHash: stored.definitionHash,
    caution: compiled?.caution ?? '',
    method: [...(compiled?.method ?? [])],
    enterprise,
    score:
      compiled === null ? noScore : scoreSheet(compiled, stored.result, stored.phone, stored.scoredAt, row.state !== 'draft'),
    sections: compiled === null ? [] : sectionsOf(compiled, registers, stored.result, evidence, personName),
    evidence: await evidenceEntries(desk, reader, evidence, { compiled, files, root, ops, personName }),
    history: historyOf(ops, compiled, personName),
    voidReason: projectAssessment(registers)?.voidReason ?? null,
    verification: compiled === null ? null : sheetOf(compiled, registers, personName),
  };
}

function sheetOf(
  compiled: CompiledDefinition,
  registers: readonly Register[],
  person: (id: string) => string,
): OfficeDetail['verification'] {
  const sides = bothSides(registers);
  const value = (question: Question, said: AnswerValue): string | null => {
    const text = valueText(question, said);
    return text === null || question.unit === null || typeof said !== 'number' ? text : `${text} ${question.unit}`;
  };
  return sides === null ? null : verificationSheet(compiled, sides, { value, person });
}

const noScore: OfficeDetail['score'] = {
  measures: [],
  levels: [],
  level: null,
  nextLevel: null,
  blocking: [],
  standing: null,
  phoneSent: false,
  phoneLevel: null,
  phoneLevelName: null,
  scoredAt: null,
  groups: [],
};

export function sectionsOf(
  compiled: CompiledDefinition,
  registers: readonly Register[],
  result: ScoreResult | null,
  evidence: readonly EvidenceOf[],
  personName: (id: string) => string,
): OfficeDetail['sections'] {
  const { answers, conflicts } = answersOf(registers, 'self');
  const byQuestion = new Map<string, string[]>();
  for (const { evidenceId, questions } of evidence) {
    for (const question of questions) byQuestion.set(question, [...(byQuestion.get(question) ?? []), evidenceId]);
  }
  const form = openSession(compiled, answers);
  return answerSections({ compiled, form, conflicts, result, evidence: byQuestion, personName });
}
