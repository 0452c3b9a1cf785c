import type { DecidedBy, ReturnRecord } from '#domain/assessment.ts';
import { isDrawn } from '#domain/second-review.ts';
import { workflowHeads } from '#oplog/decision-of.ts';
import type { Register } from '#oplog/op.ts';
import { currentValue } from '#oplog/register.ts';
import type { Tables } from '../db/schema.ts';

/** What the desk's lists ask of an assessment; null while nothing was finished and nobody was named. */
export function reviewRow(assessmentId: string, region: string, registers: readonly Register[]): Tables['reviews'] | null {
  const heads = workflowHeads(registers);
  const remarks = registers.filter(({ entity, register }) => entity === 'assessment' && /^(review|second|desk)\//.test(register));
  if (heads.length === 0 && remarks.length === 0) return null;
  const said = (prefix: string): number =>
    remarks.filter((register) => register.register.startsWith(prefix) && valueOf(register) !== null).length;
  const returned = heads.find(({ kind }) => kind === 'return')?.value as ReturnRecord | undefined;
  return {
    assessment_id: assessmentId,
    region,
    heads: headsText(heads.map(({ hash }) => hash)),
    reviewer: personIn(remarks, firstReviewer)?.person ?? null,
    second: personIn(remarks, secondReviewer)?.person ?? null,
    deadline: returned?.deadline ?? null,
    drawn: isDrawn(assessmentId) ? 1 : 0,
    graded: said('second/'),
    remarks: said('review/'),
  };
}

export const firstReviewer = 'desk/reviewer';
export const secondReviewer = 'desk/second';

export function personIn(registers: readonly Register[], name: string): DecidedBy | null {
  const register = registers.find((held) => held.register === name);
  return register === undefined ? null : (valueOf(register) as DecidedBy | null);
}

/** Two that name the same heads are equal. */
export function headsText(heads: readonly string[]): string {
  return heads.toSorted().join(' ');
}

/** Remarks are the server's own and never contradict each other. */
export function valueOf(register: Pick<Register, 'heads'>): unknown {
  const current = currentValue(register);
  return current.kind === 'clean' || current.kind === 'merged-equal' ? current.value : null;
}
