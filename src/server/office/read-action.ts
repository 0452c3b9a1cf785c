import { indexDefinition } from '#definition/index-definition.ts';
import type { ActionStep } from '#domain/finding.ts';
import type { Op } from '#oplog/op.ts';
import { releaseOf } from '#oplog/release.ts';
import { findingsOf, projectAction } from '#oplog/project-action.ts';
import type { ActionDetail } from '#protocol/actions-wire.ts';
import { inList } from '../db/bulk.ts';
import type { Reader } from '../db/within.ts';
import { readNames, readOps, readRegisters } from './assessment-rows.ts';
import { editionOf, type Desk } from './desk.ts';
import { actionRows } from './list-actions.ts';

/** Everything the desk shows of one action; null when it is out of scope, or there is none. */
export async function readAction(desk: Desk, reader: Reader, actionId: string, today: string): Promise<ActionDetail | null> {
  const [row] = await actionRows(desk, reader, [actionId], today);
  if (row === undefined) return null;
  const registers = await readRegisters(reader, actionId);
  const action = projectAction(registers);
  if (action === null) return null;
  const { record, proof, reason } = action;
  const ops = (await readOps(reader, actionId)).toReversed();
  const names = await readNames(reader, ops, registers);
  const closed = action.state === 'closed' ? proof : null;
  return {
    ...row,
    assessment: record.assessment,
    proofAssessment: closed?.assessment ?? null,
    question: await clauseOf(desk, reader, record.assessment, record.question),
    finding: await findingText(reader, record.assessment, record.finding),
    reason,
    before: await piecesOf(reader, record.before),
    after: await piecesOf(reader, closed?.evidence ?? []),
    history: ops
      .filter(({ op }) => releaseOf(op) === null)
      .map(({ op, serverTime, quarantined }) => ({
        hash: op.hash,
        kind: op.kind,
        field: op.field,
        value: valueOf(op),
        reason: op.reason ?? (op.field === 'state' ? ((op.value as ActionStep | null)?.reason ?? null) : null),
        author: names.get(op.author) ?? op.author,
        wallTime: op.wallTime,
        serverTime,
        quarantined,
      })),
  };
}

function valueOf({ field, value }: Op): string | null {
  if (field === null || value === null) return null;
  if (field === 'state') return (value as ActionStep).state;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function clauseOf(desk: Desk, reader: Reader, assessment: string | null, question: string | null): Promise<string | null> {
  if (assessment === null || question === null) return question;
  const row = await reader
    .from('assessments')
    .where('assessment_id', '=', assessment)
    .select('definition_hash')
    .executeTakeFirst();
  const edition = row === undefined ? null : editionOf(desk, row.definition_hash);
  const name = question.split('/').at(-1) ?? question;
  return edition === null ? question : (indexDefinition(edition).questions.get(name)?.question.label ?? question);
}

async function findingText(reader: Reader, assessment: string | null, finding: string | null): Promise<string | null> {
  if (assessment === null || finding === null) return null;
  return findingsOf(await readRegisters(reader, assessment)).find(({ findingId }) => findingId === finding)?.text ?? null;
}

async function piecesOf(reader: Reader, ids: readonly string[]): Promise<ActionDetail['before']> {
  if (ids.length === 0) return [];
  const rows = await reader
    .from('evidence')
    .leftJoin('evidence_files', 'evidence_files.evidence_id', 'evidence.evidence_id')
    .where(inList(reader.kind, 'evidence.evidence_id', ids))
    .where('voided', '=', 0)
    .select(['evidence.evidence_id', 'caption', 'captured_at', 'committed_at'])
    .execute();
  return rows.map((row) => ({
    evidenceId: row.evidence_id,
    caption: row.caption,
    capturedAt: row.captured_at,
    committedAt: row.committed_at,
  }));
}
