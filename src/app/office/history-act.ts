import { releaseOf } from '#oplog/release.ts';
import type { OfficeHistory } from '#protocol/office-wire.ts';

export type HistoryAct =
  | 'createAssessment'
  | 'voidAssessment'
  | 'finalise'
  | 'submit'
  | 'return'
  | 'approve'
  | 'seal'
  | 'amend'
  | 'set'
  | 'release'
  | 'resolve'
  | 'createRow'
  | 'voidRow'
  | 'createEvidence'
  | 'voidEvidence'
  | 'setCaption'
  | 'remark'
  | 'assign'
  | 'grade'
  | 'note'
  | 'linkEvidence'
  | 'unlinkEvidence'
  | 'createFinding'
  | 'voidFinding'
  | 'other';

/** What a person would call the change; the word's key in the dictionary. */
export function actOf({ kind, entity, register }: Pick<OfficeHistory, 'kind' | 'entity' | 'register'>): HistoryAct {
  switch (kind) {
    case 'create':
      return created[entity] ?? 'other';
    case 'void':
      return voided[entity] ?? 'other';
    case 'set':
      if (releaseOf({ kind, field: register }) !== null) return 'release';
      if (entity === 'evidence' && register === 'caption') return 'setCaption';
      return (entity === 'assessment' ? noted[register.split('/')[0] ?? ''] : undefined) ?? 'set';
    case 'resolve':
    case 'finalise':
    case 'submit':
    case 'return':
    case 'approve':
    case 'seal':
    case 'amend':
      return kind;
  }
}

const noted: Readonly<Partial<Record<string, HistoryAct>>> = { review: 'remark', desk: 'assign', second: 'grade', notes: 'note' };

const created: Readonly<Partial<Record<string, HistoryAct>>> = {
  assessment: 'createAssessment',
  row: 'createRow',
  evidence: 'createEvidence',
  'evidence-link': 'linkEvidence',
  finding: 'createFinding',
};

const voided: Readonly<Partial<Record<string, HistoryAct>>> = {
  assessment: 'voidAssessment',
  row: 'voidRow',
  evidence: 'voidEvidence',
  'evidence-link': 'unlinkEvidence',
  finding: 'voidFinding',
};
