import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { openSession } from '#engine/session.ts';
import type { WorkflowRecord } from '#domain/assessment.ts';
import { answersOf } from '#oplog/answers-of.ts';
import type { EntityKind, Head, Op, Register } from '#oplog/op.ts';
import { evidenceOf, projectAssessment, type EvidenceOf } from '#oplog/project-assessment.ts';
import type { Scope } from '#policy/scope.ts';
import type { OfficeDetail, OfficeEvidence } from '#protocol/office-wire.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { answerSections } from './answer-sections.ts';
import type { ArrivedOp } from './arrived-op.ts';
import { editionOf, type Desk } from './desk.ts';
import { rowsOf } from './list-assessments.ts';
import { scoreSheet } from './score-sheet.ts';
import { historyOf } from './history-of.ts';

/** Everything the desk shows of one assessment; null when it is out of scope, or there is none. */
export async function readAssessment(desk: Desk, scope: Scope, assessmentId: string): Promise<OfficeDetail | null> {
  const [row] = await rowsOf(desk, scope, [assessmentId]);
  if (row === undefined) return null;
  const [registers, stored, files, ops, enterprise] = await Promise.all([
    readRegisters(desk, assessmentId),
    readStoredScore(desk, assessmentId),
    readFiles(desk, assessmentId),
    readOps(desk, assessmentId),
    readEnterprise(desk, scope, row.enterpriseCode),
  ]);
  const names = await readNames(desk, ops, registers);
  const personName = (id: string): string => names.get(id) ?? id;
  const compiled = editionOf(desk, stored.definitionHash);
  const evidence = evidenceOf(registers).filter(({ voided }) => !voided);
  return {
    ...row,
    definitionHash: stored.definitionHash,
    caution: compiled?.caution ?? '',
    method: [...(compiled?.method ?? [])],
    enterprise,
    score: compiled === null ? noScore : scoreSheet(compiled, stored.result, stored.phone, stored.scoredAt),
    sections: compiled === null ? [] : sectionsOf(compiled, registers, stored.result, evidence, personName),
    evidence: evidence.map((piece) => evidenceEntry(piece, compiled, files.get(piece.evidenceId) ?? null, ops, personName)),
    history: historyOf(ops, compiled, personName),
    voidReason: projectAssessment(registers)?.voidReason ?? null,
  };
}

const noScore: OfficeDetail['score'] = {
  measures: [],
  levels: [],
  level: null,
  nextLevel: null,
  blocking: [],
  phoneSent: false,
  phoneLevel: null,
  phoneLevelName: null,
  scoredAt: null,
  groups: [],
};

function sectionsOf(
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

function evidenceEntry(
  piece: EvidenceOf,
  compiled: CompiledDefinition | null,
  committedAt: string | null,
  ops: readonly ArrivedOp[],
  personName: (id: string) => string,
): OfficeEvidence {
  const { record } = piece;
  const announced = ops.find(({ op }) => op.entityId === piece.evidenceId && op.kind === 'create') ?? null;
  const questions = compiled === null ? null : indexDefinition(compiled).questions;
  return {
    evidenceId: piece.evidenceId,
    questions: piece.questions.map((path) => ({ path, label: questions?.get(lastPart(path))?.question.label ?? path })),
    caption: piece.caption,
    sha256: record.sha256,
    size: record.size,
    width: record.width,
    height: record.height,
    capturedAt: record.capturedAt,
    method: record.method,
    position:
      record.position === null
        ? null
        : {
            latitude: record.position.latitude,
            longitude: record.position.longitude,
            accuracy: record.position.accuracy,
            at: record.position.at,
          },
    original: { ...record.original },
    author: announced === null ? '' : personName(announced.op.author),
    announcedAt: announced?.serverTime ?? null,
    committedAt,
  };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function readRegisters(desk: Desk, owner: string): Promise<readonly Register[]> {
  const rows = await desk.db
    .selectFrom('registers')
    .where('owner', '=', owner)
    .select(['entity', 'entity_id', 'register', 'heads'])
    .execute();
  return rows.map((row) => ({
    entity: row.entity as EntityKind,
    entityId: row.entity_id as Register['entityId'],
    register: row.register,
    heads: JSON.parse(row.heads) as readonly Head[],
  }));
}

async function readStoredScore(
  desk: Desk,
  id: string,
): Promise<{
  readonly definitionHash: string;
  readonly phone: WorkflowRecord['phoneScore'];
  readonly result: ScoreResult | null;
  readonly scoredAt: string | null;
}> {
  const row = await desk.db
    .selectFrom('assessments')
    .leftJoin('scores', 'scores.assessment_id', 'assessments.assessment_id')
    .where('assessments.assessment_id', '=', id)
    .select(['assessments.definition_hash', 'phone_score', 'result', 'scored_at'])
    .executeTakeFirstOrThrow();
  return {
    definitionHash: row.definition_hash,
    phone: row.phone_score === null ? null : (JSON.parse(row.phone_score) as WorkflowRecord['phoneScore']),
    result: row.result === null ? null : (JSON.parse(row.result) as ScoreResult),
    scoredAt: row.scored_at,
  };
}

async function readFiles(desk: Desk, owner: string): Promise<ReadonlyMap<string, string>> {
  const rows = await desk.db
    .selectFrom('evidence_files')
    .where('owner', '=', owner)
    .select(['evidence_id', 'committed_at'])
    .execute();
  return new Map(rows.map((row) => [row.evidence_id, row.committed_at]));
}

/** Newest first by arrival. */
async function readOps(desk: Desk, owner: string): Promise<readonly ArrivedOp[]> {
  const rows = await desk.db
    .selectFrom('ops')
    .where('owner', '=', owner)
    .select(['body', 'received_at', 'problem', 'state'])
    .orderBy('received_at', 'desc')
    .orderBy('gsn', 'desc')
    .orderBy('seq', 'desc')
    .execute();
  return rows.map((row) => ({
    op: JSON.parse(row.body) as Op,
    serverTime: row.received_at,
    quarantined: row.state === 'quarantined' ? (row.problem ?? 'sync.quarantined') : null,
  }));
}

async function readEnterprise(desk: Desk, scope: Scope, code: string): Promise<OfficeDetail['enterprise']> {
  const row = await desk.db
    .selectFrom('enterprises')
    .where('code', '=', code)
    .where('region', 'like', `${scope.prefix}%`)
    .select(['industry', 'headcount', 'revenue', 'address', 'contact', 'phone'])
    .executeTakeFirst();
  return row ?? { industry: null, headcount: null, revenue: null, address: null, contact: null, phone: null };
}

async function readNames(
  desk: Desk,
  ops: readonly ArrivedOp[],
  registers: readonly Register[],
): Promise<ReadonlyMap<string, string>> {
  const authors = new Set<string>(ops.map(({ op }) => op.author));
  for (const { heads } of registers) for (const { author } of heads) authors.add(author);
  if (authors.size === 0) return new Map();
  const people = await desk.db
    .selectFrom('people')
    .where('id', 'in', [...authors])
    .select(['id', 'name'])
    .execute();
  return new Map(people.map(({ id, name }) => [id, name]));
}
