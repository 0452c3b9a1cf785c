/** The second grading: what the second reviewer sees, writes, and how far both agree. */
import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { weightedKappa } from '#diagnosis/weighted-kappa.ts';
import type { GradePair } from '#diagnosis/weighted-kappa.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { secondReviewShare } from '#domain/second-review.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { effectiveAnswers } from '#oplog/effective-answers.ts';
import type { Register } from '#oplog/op.ts';
import { evidenceOf } from '#oplog/project-assessment.ts';
import type { AgreementReply, SecondReply } from '#protocol/review-wire.ts';
import { registersWithin } from '../db/register-runs.ts';
import type { Reader } from '../db/within.ts';
import { readFiles, readOps, readRegisters } from '../office/assessment-rows.ts';
import { editionOf } from '../office/desk.ts';
import type { Desk } from '../office/desk.ts';
import { evidenceEntries } from '../office/evidence-entries.ts';
import { rowsOf } from '../office/list-assessments.ts';
import { sha256 } from '../sha256.ts';
import { personIn, secondReviewer, valueOf } from './review-row.ts';

/** What a second grade says. */
export type Grade = { readonly grade: number; readonly by: { readonly person: string; readonly name: string } };

/**
 * Scored clauses that are graded by choosing one of several answers; the grade is its place among those that mean something. Counts and
 * sums come from documents: there is nothing to judge twice.
 */
export function gradedClauses(
  compiled: CompiledDefinition,
): readonly { readonly question: Question; readonly section: string }[] {
  const { questions, itemsOf } = indexDefinition(compiled);
  return [...questions.values()].flatMap(({ question, section, repeat }) =>
    repeat === null && question.type === 'select_one' && itemsOf.has(question.name) && gradesOf(question).length > 1
      ? [{ question, section }]
      : [],
  );
}

function gradesOf(question: Question) {
  return question.choices.filter(({ notApplicable }) => !notApplicable);
}

/** Null when it is out of scope, or there is none. */
export async function readSecond(desk: Desk, reader: Reader, id: string): Promise<SecondReply | null> {
  const [row] = await rowsOf(desk, reader, [id]);
  if (row === undefined) return null;
  const registers = await readRegisters(reader, id);
  const made = await reader.from('assessments').select('definition_hash').where('assessment_id', '=', id).executeTakeFirst();
  const compiled = editionOf(desk, made?.definition_hash ?? '');
  const pieces = evidenceOf(registers).filter(({ voided }) => !voided);
  const [files, ops] = await Promise.all([readFiles(reader, id), readOps(reader, id)]);
  const sectionName = (name: string): string => compiled?.sections.find((section) => section.name === name)?.label ?? name;
  const form = compiled === null ? null : evaluateAll(compiled, effectiveAnswers(registers).answers);
  const clauses = compiled === null ? [] : gradedClauses(compiled);
  return {
    assessmentId: id,
    enterpriseName: row.enterpriseName,
    regionName: row.regionName,
    definitionTitle: row.definitionTitle,
    mine: personIn(registers, secondReviewer)?.person === reader.scope.person,
    clauses: clauses
      .filter(({ question }) => form?.state(question.name).relevant === true)
      .map(({ question, section }) => ({
        path: question.name,
        section: sectionName(section),
        label: question.label,
        guidance: question.guidance,
        choices: gradesOf(question).map(({ label }) => label),
        evidence: pieces.filter(({ questions }) => questions.includes(question.name)).map(({ evidenceId }) => evidenceId),
        grade: gradeIn(registers, question.name),
      })),
    evidence: await evidenceEntries(desk, reader, pieces, {
      compiled,
      files,
      ops,
      root: assessmentRoot(registers, sha256),
      personName: () => '',
    }),
  };
}

function gradeIn(registers: readonly Register[], path: string): number | null {
  const register = registers.find(({ entity, register: name }) => entity === 'assessment' && name === `second/${path}`);
  return register === undefined ? null : ((valueOf(register) as Grade | null)?.grade ?? null);
}

/** Of all in scope that a second reviewer has graded, per clause of each instrument. */
export async function readAgreement(desk: Desk, reader: Reader): Promise<AgreementReply> {
  const drawn = await reader
    .from('reviews')
    .innerJoin('assessments', 'assessments.assessment_id', 'reviews.assessment_id')
    .where('assessments.state', 'in', ['approved', 'sealed'])
    .where('drawn', '=', 1)
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  const graded = await reader
    .from('reviews')
    .innerJoin('assessments', 'assessments.assessment_id', 'reviews.assessment_id')
    .where('graded', '>', 0)
    .where('assessments.state', 'in', ['approved', 'sealed'])
    .select(['reviews.assessment_id', 'definition_hash'])
    .execute();
  const clauses: AgreementReply['clauses'] = [];
  for (const [hash, rows] of Map.groupBy(graded, ({ definition_hash: edition }) => edition)) {
    const compiled = editionOf(desk, hash);
    if (compiled === null) continue;
    const held = await registersWithin(
      reader,
      rows.map((row) => row.assessment_id),
    );
    const byOwner = Map.groupBy(held, ({ owner, register }) => owner ?? register.entityId);
    const all = [...byOwner.values()].map((registers) => registers.map(({ register }) => register));
    clauses.push(...agreementsOf(compiled, all));
  }
  return { drawn: Number(drawn.total), graded: graded.length, share: secondReviewShare, clauses };
}

/** Grades of several assessments of one edition against what was answered, as it stands after the visit. */
export function agreementsOf(
  compiled: CompiledDefinition,
  assessments: readonly (readonly Register[])[],
): AgreementReply['clauses'] {
  const answered = assessments.map((registers) => ({ registers, values: effectiveAnswers(registers).answers.values }));
  return gradedClauses(compiled).map(({ question }) => {
    const names = gradesOf(question).map(({ name }) => name);
    const pairs = answered.flatMap(({ registers, values }): readonly GradePair[] => {
      const value = values[question.name];
      const first = typeof value === 'string' ? names.indexOf(value) : -1;
      const second = gradeIn(registers, question.name);
      return first < 0 || second === null || second >= names.length ? [] : [[first, second]];
    });
    const agreement = weightedKappa(pairs, names.length);
    return {
      definition: compiled.id,
      definitionTitle: compiled.title,
      question: question.name,
      label: question.label,
      grades: names.length,
      pairs: agreement.pairs,
      same: agreement.same,
      kappa: agreement.kind === 'kappa' ? agreement.kappa : null,
      why: agreement.kind === 'none' ? agreement.reason : null,
    };
  });
}
