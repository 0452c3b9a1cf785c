import { indexDefinition } from '#definition/index-definition.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { DecisionRecord } from '#domain/assessment.ts';
import { isDrawn } from '#domain/second-review.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { decisionOf, workflowHeads } from '#oplog/decision-of.ts';
import { effectiveAnswers } from '#oplog/effective-answers.ts';
import type { Register } from '#oplog/op.ts';
import { evidenceOf, projectAssessment } from '#oplog/project-assessment.ts';
import { foldOps } from '#oplog/register.ts';
import { signaturesOf } from '#oplog/signatures-of.ts';
import type { ReviewReply, VersionReply } from '#protocol/review-wire.ts';
import { sealObstacles } from '#replica/seal-obstacles.ts';
import type { SealObstacle } from '#replica/seal-obstacles.ts';
import { opsOfOwner } from '../db/op-runs.ts';
import type { Reader } from '../db/within.ts';
import { readNames, readRegisters } from '../office/assessment-rows.ts';
import { editionOf } from '../office/desk.ts';
import type { Desk } from '../office/desk.ts';
import { rowsOf } from '../office/list-assessments.ts';
import { quarantineOf } from '../office/quarantine.ts';
import { sectionsOf } from '../office/read-assessment.ts';
import { valueText } from '../office/value-text.ts';
import { scoreAssessment } from '../score-assessment.ts';
import { sha256 } from '../sha256.ts';
import { uncleanOf } from './clean-reasons.ts';
import { decisionsIn } from './decide-assessment.ts';
import { sealsOf, storedIn } from './sealed-rows.ts';
import { firstReviewer, headsText, personIn, secondReviewer, valueOf } from './review-row.ts';

/** What a comment says and whose it is. */
export type Remark = { readonly text: string; readonly by: { readonly person: string; readonly name: string } };

/** What the reviewer decides upon; null when it is out of scope, or there is none. */
export async function readReview(desk: Desk, reader: Reader, id: string): Promise<ReviewReply | null> {
  const [row] = await rowsOf(desk, reader, [id]);
  if (row === undefined) return null;
  const registers = await readRegisters(reader, id);
  const [names, proposals, versions, stored, made] = await Promise.all([
    readNames(reader, [], registers),
    quarantineOf(desk, reader, id),
    sealsOf(reader, id),
    storedIn(reader, id),
    reader.from('assessments').select('definition_hash').where('assessment_id', '=', id).executeTakeFirstOrThrow(),
  ]);
  const compiled = editionOf(desk, made.definition_hash);
  const state = projectAssessment(registers, sha256)?.state ?? 'draft';
  const root = assessmentRoot(registers, sha256);
  return {
    assessmentId: id,
    heads: headsText(workflowHeads(registers).map(({ hash }) => hash)),
    root,
    version: versions.length + (state === 'sealed' ? 0 : 1),
    may: [...decisionsIn(state)],
    decision: decisionTold(registers, state),
    remarks: remarksOf(registers),
    verified: verifiedOf(registers, compiled, (person) => names.get(person) ?? person),
    signatures: signaturesOf(registers, root).map(({ side, name, at, holds }) => ({ side, name, at, holds })),
    obstacles: sealObstacles(registers, stored).map((obstacle) => obstacleTold(obstacle, registers, compiled)),
    unclean: [...uncleanOf(compiled, registers, row, proposals.length)],
    proposals: [...proposals],
    versions: versions.map(({ op, at }) => {
      const { version, by, root: sealed, evidence } = op.value as DecisionRecord;
      return { version, at, by: by.name, root: sealed, evidence: evidence?.length ?? 0 };
    }),
    reviewer: personIn(registers, firstReviewer),
    second: personIn(registers, secondReviewer),
    drawn: isDrawn(id),
    graded: registers.filter((register) => register.register.startsWith('second/') && valueOf(register) !== null).length,
  };
}

function decisionTold(registers: readonly Register[], state: Parameters<typeof decisionOf>[1]): ReviewReply['decision'] {
  const decision = decisionOf(registers, state, sha256);
  if (decision === null) return null;
  const { kind, by, at, reason, deadline, items } = decision;
  return { kind, by: by.name, person: by.person, at, reason, deadline, items: [...items] };
}

function remarksOf(registers: readonly Register[]): ReviewReply['remarks'] {
  return registers.flatMap((register) => {
    if (!register.register.startsWith('review/')) return [];
    const remark = valueOf(register) as Remark | null;
    return remark === null ? [] : [{ path: register.register.slice('review/'.length), text: remark.text, by: remark.by.name }];
  });
}

function verifiedOf(
  registers: readonly Register[],
  compiled: CompiledDefinition | null,
  personName: (id: string) => string,
): ReviewReply['verified'] {
  return effectiveAnswers(registers).verifications.map(({ path, value, head }) => {
    const question = compiled === null ? null : questionAt(compiled, path);
    const text = question === null ? (value === null ? null : JSON.stringify(value)) : valueText(question, head.value);
    return { path, text, reason: head.reason, author: personName(head.author), at: head.wallTime };
  });
}

function obstacleTold(
  obstacle: SealObstacle,
  registers: readonly Register[],
  compiled: CompiledDefinition | null,
): ReviewReply['obstacles'][number] {
  const label = (path: string): string => (compiled === null ? null : questionAt(compiled, path)?.label) ?? path;
  if (obstacle.kind === 'conflict') return { kind: 'conflict', label: label(obstacle.register.replace(/^\w+\//u, '')) };
  const piece = evidenceOf(registers).find(({ evidenceId }) => evidenceId === obstacle.evidence);
  return { kind: obstacle.kind, label: piece?.caption ?? label(piece?.questions[0] ?? obstacle.evidence) };
}

function questionAt(compiled: CompiledDefinition, path: string) {
  return indexDefinition(compiled).questions.get(path.slice(path.lastIndexOf('/') + 1))?.question ?? null;
}

/** What was sealed as this version: the ops up to the seal, folded; null where there is no such version in scope. */
export async function readVersion(desk: Desk, reader: Reader, id: string, version: number): Promise<VersionReply | null> {
  const seal = (await sealsOf(reader, id)).find(({ op }) => (op.value as DecisionRecord).version === version);
  if (seal === undefined) return null;
  const ops = await opsOfOwner(reader, id);
  const then = ops.flatMap(({ op, receipt }) =>
    receipt.state === 'stored' && receipt.gsn !== null && receipt.gsn <= seal.gsn ? op : [],
  );
  const registers = [...foldOps(then).values()];
  const record = projectAssessment(registers, sha256)?.record;
  const compiled = editionOf(desk, record?.definitionHash ?? '');
  const names = await readNames(reader, [], registers);
  const scored = compiled === null ? null : scoreAssessment(compiled, registers);
  const pieces = evidenceOf(registers).filter(({ voided }) => !voided);
  const { by, root, evidence } = seal.op.value as DecisionRecord;
  return {
    version,
    at: seal.at,
    by: by.name,
    root,
    holds: assessmentRoot(registers, sha256) === root,
    level: scored?.result.levelName ?? null,
    sections:
      compiled === null ? [] : sectionsOf(compiled, registers, scored?.result ?? null, pieces, (id) => names.get(id) ?? id),
    evidence: [...(evidence ?? [])],
  };
}
