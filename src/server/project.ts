/** After each push, in its transaction: the query tables and the score follow from the registers. */
import type { EntityKind, Register } from '#oplog/op.ts';
import type { WorkflowRecord } from '#domain/assessment.ts';
import { createdAssessment, evidenceOf } from '#oplog/project-assessment.ts';
import type { EvidenceOf } from '#oplog/project-assessment.ts';
import { projectAction } from '#oplog/project-action.ts';
import { projectVisit } from '#oplog/project-visit.ts';
import { projectEnterprise } from '#oplog/project-enterprise.ts';
import type { EntityId } from '#shared/ids.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { bulkWriter, bulkWrites, inList } from './db/bulk.ts';
import {
  actionsTable,
  assessmentsTable,
  evidenceLinksTable,
  evidenceTable,
  reviewsTable,
  scoresTable,
  visitsTable,
} from './db/projection-tables.ts';
import { writeEnterprises } from './db/write-enterprises.ts';
import type { StorageTx } from './db/storage-tx.ts';
import type { Tables } from './db/schema.ts';
import { together } from './db/together.ts';
import { proveActions } from './prove-actions.ts';
import { reviewRow } from './review/review-row.ts';
import { phoneScoreDiffers, scoreAssessment } from './score-assessment.ts';
import { scoreVerified } from './verified-score.ts';
import type { VerifiedScore } from './verified-score.ts';

export type ProjectContext = {
  readonly now: () => number;
  readonly definition: (hash: string) => CompiledDefinition | null;
};

export async function projectTouched(context: ProjectContext, tx: StorageTx, touched: readonly EntityId[]): Promise<void> {
  const enterprises: (readonly Register[])[] = [];
  const assessments: EntityId[] = [];
  const visits: EntityId[] = [];
  const actions: EntityId[] = [];
  for (const id of touched) {
    const entity = await tx.entity(id);
    if (entity?.entity === 'enterprise') enterprises.push(heldRegisters(tx, id));
    if (entity?.entity === 'assessment') assessments.push(id);
    if (entity?.entity === 'visit') visits.push(id);
    if (entity?.entity === 'action') actions.push(id);
  }
  await projectVisits(context, tx, visits);
  await projectActions(context, tx, actions);
  if (assessments.length > 0) await projectAssessments(context, tx, assessments);
  await proveActions(tx, { actions, assessments: assessments.filter((id) => changed(tx, id, ['evidence'])) });
  if (enterprises.length === 0) return;
  const records = enterprises.flatMap((registers) => projectEnterprise(registers, null)?.record ?? []);
  await writeEnterprises(tx.db, tx.kind, records);
}

async function projectVisits(context: ProjectContext, tx: StorageTx, ids: readonly EntityId[]): Promise<void> {
  const rows: Tables['visits'][] = [];
  for (const id of ids) {
    const visit = projectVisit(await tx.registersOwnedBy(id));
    if (visit === null) continue;
    const { record, state, author, checkIn, checkOut } = visit;
    rows.push({
      visit_id: id,
      enterprise: record.enterprise,
      enterprise_name: record.enterpriseName,
      region: record.region,
      date: record.date,
      time: record.time,
      purpose: record.purpose,
      state,
      author,
      people: JSON.stringify(record.people),
      instruments: JSON.stringify(record.instruments),
      checked_in_at: checkIn?.at ?? null,
      checked_out_at: checkOut?.at ?? null,
      follow_up_of: record.followUpOf,
      demo: record.demo ? 1 : 0,
      updated_at: new Date(context.now()).toISOString(),
    });
  }
  if (rows.length > 0) await bulkWriter(tx.db, tx.kind)(visitsTable, rows);
}

async function projectActions(context: ProjectContext, tx: StorageTx, ids: readonly EntityId[]): Promise<void> {
  const rows: Tables['actions'][] = [];
  for (const id of ids) {
    const action = projectAction(await tx.registersOwnedBy(id));
    if (action === null) continue;
    const { record, state, voided, author } = action;
    const proof = state === 'closed' ? action.proof : null;
    rows.push({
      action_id: id,
      enterprise: record.enterprise,
      enterprise_name: record.enterpriseName,
      region: record.region,
      assessment: record.assessment,
      definition: record.definition,
      question: record.question,
      severity: record.severity,
      title: record.title,
      owner_name: record.ownerName,
      due: record.due,
      gain: record.gain,
      state,
      proof_assessment: proof?.assessment ?? null,
      proof: proof === null ? null : JSON.stringify(proof.evidence),
      proven: 0,
      voided: voided ? 1 : 0,
      author,
      demo: record.demo ? 1 : 0,
      updated_at: new Date(context.now()).toISOString(),
    });
  }
  if (rows.length > 0) await bulkWriter(tx.db, tx.kind)(actionsTable, rows);
}

function heldRegisters(tx: StorageTx, entityId: EntityId): readonly Register[] {
  return [...(tx.buffer.registers.get(entityId)?.values() ?? [])].map(({ register }) => register);
}

async function projectAssessments(context: ProjectContext, tx: StorageTx, ids: readonly EntityId[]): Promise<void> {
  const at = new Date(context.now()).toISOString();
  const rows = await tx.db
    .selectFrom('assessments')
    .leftJoin('scores', 'scores.assessment_id', 'assessments.assessment_id')
    .select(['assessments.assessment_id', 'created_at', 'submitted_at', 'state', 'phone_differs', 'result'])
    .where(inList(tx.kind, 'assessments.assessment_id', ids))
    .execute();
  const held = new Map(rows.map((row) => [row.assessment_id, row]));
  const assessments: Tables['assessments'][] = [];
  const scores: Tables['scores'][] = [];
  const reviews: Tables['reviews'][] = [];
  for (const id of ids) {
    const projected = await projectOne(context, tx, id, held.get(id) ?? null, at);
    if (projected === null) continue;
    assessments.push(projected.row);
    if (projected.review !== null) reviews.push(projected.review);
    if (projected.score !== null) scores.push({ ...projected.score, gsn: await tx.takeGsn(1) });
  }
  await together(tx.db, tx.kind, [
    ...bulkWrites(tx.kind, assessmentsTable, assessments),
    ...bulkWrites(tx.kind, scoresTable, scores),
    ...bulkWrites(tx.kind, reviewsTable, reviews),
  ]);
}

type Before = Pick<Tables['assessments'], 'created_at' | 'submitted_at' | 'state' | 'phone_differs'> & {
  readonly result: string | null;
};
type Projected = {
  readonly row: Tables['assessments'];
  readonly review: Tables['reviews'] | null;
  /** Null: as before. One row an assessment: it takes a new number, and travels to phones, only when the score changed. */
  readonly score: Omit<Tables['scores'], 'gsn'> | null;
};

async function projectOne(
  context: ProjectContext,
  tx: StorageTx,
  assessmentId: EntityId,
  before: Before | null,
  at: string,
): Promise<Projected | null> {
  const registers = await tx.registersOwnedBy(assessmentId);
  const assessment = createdAssessment(registers);
  if (assessment === null) return null;
  const { record, created } = assessment;
  // Brought up to date by whoever changed the registers.
  const state = (await tx.entity(assessmentId))?.state ?? 'draft';
  const compiled = context.definition(record.definitionHash);
  const scored = compiled === null ? null : scoreAssessment(compiled, registers);
  const phone = phoneScoreOf(registers);
  const handedIn = state === 'finished' || state === 'submitted';
  const differs = phone !== null && scored !== null && handedIn && phoneScoreDiffers(phone, scored.result);
  const row: Tables['assessments'] = {
    assessment_id: assessmentId,
    enterprise: record.enterprise,
    enterprise_name: record.enterpriseName,
    region: record.region,
    definition: record.definition,
    edition: record.edition,
    definition_hash: record.definitionHash,
    demo: record.demo ? 1 : 0,
    follow_up_of: record.followUp?.of ?? null,
    state,
    author: created.author,
    created_at: before?.created_at ?? at,
    updated_at: at,
    submitted_at: state === 'submitted' && before?.state !== 'submitted' ? at : (before?.submitted_at ?? null),
    ...scoreColumns(scored?.result ?? null),
    completeness: scored?.completeness ?? 0,
    phone_score: phone === null ? null : JSON.stringify(phone),
    phone_differs: differs ? 1 : 0,
    ...verifiedColumns(compiled === null ? null : scoreVerified(compiled, registers)),
  };
  if (differs && before?.phone_differs !== 1) {
    await tx.audit({ kind: 'score.differs', person: created.author, subject: assessmentId, detail: JSON.stringify(phone) });
  }
  if (changed(tx, assessmentId, ['evidence', 'evidence-link'])) await projectEvidence(tx, assessmentId, record.region, registers);
  const review = reviewRow(assessmentId, record.region, registers);
  const result = scored === null ? null : JSON.stringify(scored.result);
  if (result === null || result === before?.result) return { row, review, score: null };
  const { region, definitionHash: definition_hash } = record;
  return { row, review, score: { assessment_id: assessmentId, region, definition_hash, scored_at: at, result } };
}

function scoreColumns(
  result: ScoreResult | null,
): Pick<Tables['assessments'], 'level' | 'level_name' | 'score_l' | 'score_b' | 'measures'> {
  return {
    level: result?.level ?? null,
    level_name: result?.levelName ?? null,
    score_l: result?.measures['L']?.score ?? null,
    score_b: result?.measures['B']?.score ?? null,
    measures: JSON.stringify(result?.measures ?? {}),
  };
}

type VerifiedColumns = Extract<keyof Tables['assessments'], `verified_${string}`>;

function verifiedColumns(scored: VerifiedScore | null): Pick<Tables['assessments'], VerifiedColumns> {
  const { result, coverage } = scored ?? { result: null, coverage: null };
  const columns = scoreColumns(result);
  return {
    verified_level: columns.level,
    verified_level_name: columns.level_name,
    verified_l: columns.score_l,
    verified_b: columns.score_b,
    verified_measures: result === null ? null : columns.measures,
    verified_looked: coverage?.verified ?? null,
    verified_of: coverage?.total ?? null,
    verified_differing: coverage?.differing ?? null,
  };
}

async function projectEvidence(
  tx: StorageTx,
  assessmentId: EntityId,
  region: string,
  registers: readonly Register[],
): Promise<void> {
  const write = bulkWriter(tx.db, tx.kind);
  const pieces = evidenceOf(registers);
  await write(
    evidenceTable,
    pieces.map((piece) => evidenceRow(piece, assessmentId, region)),
  );
  const links = registers.filter(
    ({ entity, register, heads }) => entity === 'evidence-link' && register === '@create' && heads.length > 0,
  );
  await write(
    evidenceLinksTable,
    links.flatMap(({ entityId, heads }) => {
      const link = heads[0]?.value as { evidence: string; question: string } | undefined;
      if (link === undefined) return [];
      const voided = registers.some(
        (other) => other.entityId === entityId && other.register === '@void' && other.heads.length > 0,
      );
      return [
        { link_id: entityId, assessment: assessmentId, evidence: link.evidence, question: link.question, voided: voided ? 1 : 0 },
      ];
    }),
  );
}

function evidenceRow(
  { evidenceId, record, caption, voided }: EvidenceOf,
  assessment: string,
  region: string,
): Tables['evidence'] {
  return {
    evidence_id: evidenceId,
    assessment,
    region,
    sha256: record.sha256,
    size: record.size,
    width: record.width,
    height: record.height,
    mime: record.mime,
    method: record.method,
    captured_at: record.capturedAt,
    position: record.position === null ? null : JSON.stringify(record.position),
    caption,
    voided: voided ? 1 : 0,
  };
}

/** Whether this transaction wrote to such parts of the assessment. */
function changed(tx: StorageTx, assessmentId: EntityId, kinds: readonly EntityKind[]): boolean {
  const { parts, changedRegisters, entities } = tx.buffer;
  return [...(parts.get(assessmentId) ?? [])].some((id) => {
    const entity = entities.get(id);
    return changedRegisters.has(id) && entity != null && kinds.includes(entity.entity);
  });
}

/** What the phone had computed when it finished or submitted; of several heads the latest. */
function phoneScoreOf(registers: readonly Register[]): NonNullable<WorkflowRecord['phoneScore']> | null {
  const workflow = registers.find(({ entity, register }) => entity === 'assessment' && register === '@workflow');
  const records = (workflow?.heads ?? []).flatMap((head) =>
    head.kind === 'finalise' || head.kind === 'submit' ? [{ hlc: head.hlc, record: head.value as WorkflowRecord }] : [],
  );
  records.sort((a, b) => (a.hlc < b.hlc ? 1 : -1));
  return records[0]?.record.phoneScore ?? null;
}
