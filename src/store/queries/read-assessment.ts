import { answersOf, rowsOf } from '#oplog/answers-of.ts';
import type { AnswerRecord } from '#oplog/answers-of.ts';
import { decisionOf } from '#oplog/decision-of.ts';
import { effectiveAnswers } from '#oplog/effective-answers.ts';
import type { Verification, Verified } from '#oplog/effective-answers.ts';
import type { Head, Register } from '#oplog/op.ts';
import { findingsOf } from '#oplog/project-action.ts';
import { evidenceOf } from '#oplog/project-assessment.ts';
import type { EvidenceOf } from '#oplog/project-assessment.ts';
import type { ServerScore } from '#replica/client-state.ts';
import type { EvidenceRow, UploadRow } from '../database.ts';
import { openRegisters } from '../opened-registers.ts';
import { shown } from '../project-rows.ts';
import type { Store } from '../store.ts';
import type { AssessmentView, DisputedValue, EvidenceView, FoundView, Place } from '../views.ts';
import { openHeader } from './list-assessments.ts';
import { tellHeads } from './tell-heads.ts';
import { pendingOf, photoLocation } from './record-state.ts';

/** Inside a live query everything is read before anything is opened; registers that did not change since are not opened again. */
export async function readAssessment(store: Store, assessmentId: string): Promise<AssessmentView | null> {
  const { db } = store;
  const [row, rows, evidence, uploads, score, place, pending] = await Promise.all([
    db.assessments.get(assessmentId),
    db.registers.where('owner').equals(assessmentId).toArray(),
    db.evidence.where('assessment').equals(assessmentId).toArray(),
    db.uploads.where('assessment').equals(assessmentId).toArray(),
    db.scores.get(assessmentId),
    db.places.get(assessmentId),
    pendingOf(db, assessmentId),
  ]);
  if (row === undefined) return null;
  const registers = shown(await Promise.resolve(openRegisters(store, assessmentId, rows)));
  const { answers, conflicts } = answersOf(registers, 'self');
  const pieces = evidenceOf(registers).filter(({ voided }) => !voided);
  const verified = verifiedOf(registers, answers);
  const found = verified.verifications.map(({ head }) => ({ heads: [head] }));
  const disputes = [...conflicts, ...verified.conflicts, ...pieces.map(({ disputed }) => ({ heads: disputed }))];
  const told = await tellHeads(
    store,
    [...disputes, ...found].flatMap(({ heads }) => heads),
  );
  const header = await openHeader(store, row);
  const filesOf = new Map(evidence.map((file) => [file.evidenceId, file]));
  const uploadOf = new Map(uploads.map((upload) => [upload.evidenceId, upload]));
  return {
    assessmentId,
    record: header.record,
    state: row.state,
    answers,
    conflicts: conflicts.map(({ path, heads }) => ({ path, values: told(heads) })),
    verified: {
      answers: verified.answers,
      found: verified.verifications.map((each) => foundView(each, told)),
      conflicts: verified.conflicts.map(({ path, heads }) => ({ path, values: told(heads) })),
      rows: verified.rows,
    },
    findings: findingsOf(registers),
    evidence: pieces.map((piece) => ({
      ...evidenceView(piece, filesOf.get(piece.evidenceId), uploadOf.get(piece.evidenceId)),
      disputed: told(piece.disputed),
    })),
    place: place === undefined ? null : ((await store.codec.open('places', assessmentId, place.sealed)) as Place),
    serverScore: score === undefined ? null : ((await store.codec.open('scores', assessmentId, score.sealed)) as ServerScore),
    pendingOps: pending.offered,
    quarantined: pending.quarantined,
    voidReason: header.voidReason,
    decision: decisionOf(registers, row.state),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    mine: row.mine === 1,
  };
}

/** Most assessments have none: then nothing is laid over the answers. */
function verifiedOf(registers: readonly Register[], self: AnswerRecord): Verified & { readonly rows: readonly string[] } {
  const rows = rowsOf(registers).flatMap(({ rowId, record }) => (record.side === 'verified' ? [rowId] : []));
  const none = rows.length === 0 && !registers.some(({ register }) => register.startsWith('verified/'));
  const verified = none ? { answers: self, verifications: [], conflicts: [] } : effectiveAnswers(registers);
  return { ...verified, rows };
}

function foundView({ path, value, head }: Verification, told: (heads: readonly Head[]) => readonly DisputedValue[]): FoundView {
  const [who] = told([head]);
  const { reason, author, wallTime } = head;
  return { path, value, reason, author, name: who?.name ?? null, mine: who?.mine ?? false, wallTime };
}

function evidenceView(
  piece: EvidenceOf,
  file: EvidenceRow | undefined,
  upload: UploadRow | undefined,
): Omit<EvidenceView, 'disputed'> {
  const { evidenceId, questions, record, caption, author } = piece;
  const status = file === undefined ? 'phone' : photoLocation(file, upload);
  const progress =
    status === 'verified' ? 1 : upload === undefined || upload.size === 0 ? 0 : Math.min(1, upload.sent / upload.size);
  const here = (file?.chunks ?? 0) > 0 || file?.sameAs !== undefined;
  return { evidenceId, questions, record, caption, author, status, progress, problem: upload?.problemCode ?? null, here };
}
