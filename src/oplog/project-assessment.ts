import type { AssessmentRecord, AssessmentState, WorkflowRecord } from '#domain/assessment.ts';
import { evidenceRecordOf } from '#domain/evidence.ts';
import type { EvidenceLinkRecord, EvidenceRecord } from '#domain/evidence.ts';
import type { PersonId } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';
import { assessmentRoot } from './assessment-root.ts';
import type { HashText } from './hash-op.ts';
import type { Head, Register } from './op.ts';
import { currentValue, latestHead } from './register.ts';

export type EvidenceOf = {
  readonly evidenceId: string;
  readonly record: EvidenceRecord;
  readonly caption: string | null;
  /** Captions that contradict each other; empty when there is one. The latest of them is `caption`, for display only. */
  readonly disputed: readonly Head[];
  readonly author: PersonId;
  readonly questions: readonly string[];
  readonly voided: boolean;
};

export type AssessmentOf = {
  readonly record: AssessmentRecord;
  readonly created: Head;
  readonly state: AssessmentState;
  readonly voidReason: string | null;
};

/** Null without a create: what is known of the assessment is not enough to show it. */
export function projectAssessment(registers: readonly Register[], sha256: HashText = sha256Text): AssessmentOf | null {
  const made = createdAssessment(registers);
  if (made === null) return null;
  const voided = headIn(registers, 'assessment', '@void');
  return {
    ...made,
    state: voided === null ? workflowState(registers, sha256) : 'voided',
    voidReason: voided?.reason ?? null,
  };
}

/** What an assessment was created as, without its state, which takes a hash over everything. */
export function createdAssessment(registers: readonly Register[]): Pick<AssessmentOf, 'record' | 'created'> | null {
  const created = headIn(registers, 'assessment', '@create');
  return created === null ? null : { record: created.value as AssessmentRecord, created };
}

/**
 * The state that the workflow's heads say. Finish and submit hold for the root they carry and for nothing else: an answer written or
 * arriving afterwards makes it a draft again. Of several heads the least advanced counts.
 */
export function workflowState(registers: readonly Register[], sha256: HashText = sha256Text): AssessmentState {
  const workflow = registers.find(({ entity, register }) => entity === 'assessment' && register === '@workflow');
  if (workflow === undefined || workflow.heads.length === 0) return 'draft';
  const root = assessmentRoot(registers, sha256);
  const states = workflow.heads.map((head) => stateOfHead(head, root));
  return order.find((state) => states.includes(state)) ?? 'draft';
}

/** Evidence of an assessment, voided pieces included, in order of creation. */
export function evidenceOf(registers: readonly Register[]): readonly EvidenceOf[] {
  const captions = new Map<string, { readonly caption: string | null; readonly disputed: readonly Head[] }>();
  const gone = new Set<string>();
  const questions = new Map<string, string[]>();
  for (const { entity, entityId, register, heads } of registers) {
    if (heads.length > 0 && register === '@void') gone.add(entityId);
    const head = newest(heads);
    if (entity !== 'evidence' || register !== 'caption' || head === null) continue;
    const now = currentValue({ heads });
    captions.set(entityId, { caption: head.value as string | null, disputed: now.kind === 'conflict' ? now.heads : [] });
  }
  for (const { entity, entityId, register, heads } of registers) {
    const head = newest(heads);
    if (entity !== 'evidence-link' || register !== '@create' || head === null || gone.has(entityId)) continue;
    const link = head.value as EvidenceLinkRecord;
    questions.set(link.evidence, [...(questions.get(link.evidence) ?? []), link.question]);
  }
  const made: (EvidenceOf & { readonly order: string })[] = [];
  for (const { entity, entityId, register, heads } of registers) {
    const head = newest(heads);
    if (entity !== 'evidence' || register !== '@create' || head === null) continue;
    const record = evidenceRecordOf(head.value as EvidenceRecord);
    const { caption, disputed } = captions.get(entityId) ?? { caption: record.caption, disputed: [] };
    const asked = [...new Set(questions.get(entityId) ?? [])].sort();
    made.push({
      evidenceId: entityId,
      record,
      caption,
      disputed,
      author: head.author,
      questions: asked,
      voided: gone.has(entityId),
      order: `${head.hlc}|${entityId}`,
    });
  }
  made.sort((a, b) => (a.order < b.order ? -1 : 1));
  return made.map(({ order: _order, ...evidence }) => evidence);
}

const order: readonly AssessmentState[] = ['draft', 'returned', 'finished', 'submitted', 'approved', 'sealed'];

function stateOfHead(head: Head, root: string): AssessmentState {
  switch (head.kind) {
    case 'finalise':
      return (head.value as WorkflowRecord).root === root ? 'finished' : 'draft';
    case 'submit':
      return (head.value as WorkflowRecord).root === root ? 'submitted' : 'draft';
    case 'return':
      return 'returned';
    case 'approve':
      return 'approved';
    case 'seal':
      return 'sealed';
    case 'create':
    case 'set':
    case 'resolve':
    case 'void':
    case 'amend':
      return 'draft';
  }
}

function headIn(registers: readonly Register[], entity: Register['entity'], name: string): Head | null {
  return newest(registers.find((register) => register.entity === entity && register.register === name)?.heads ?? []);
}

function newest(heads: readonly Head[]): Head | null {
  const [first, ...others] = heads;
  return first === undefined ? null : latestHead([first, ...others]);
}
