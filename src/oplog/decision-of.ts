/** What the office decided last, as its ops say it. */
import type { AssessmentState, DecidedBy, DecisionRecord, ReturnRecord } from '#domain/assessment.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { HashText } from './hash-op.ts';
import type { Head, Register } from './op.ts';
import { latestHead } from './register.ts';
import { questionState } from './question-state.ts';

export type Decision = {
  readonly kind: 'return' | 'approve' | 'seal' | 'amend';
  readonly by: DecidedBy;
  /** ISO time of the server's clock. */
  readonly at: string;
  readonly reason: string | null;
  /** Of an approval the one that it would be sealed as. */
  readonly version: number | null;
  /** Of a return; empty for any other. */
  readonly items: readonly DecisionItem[];
  readonly deadline: string | null;
};

export type DecisionItem = {
  readonly question: string;
  readonly comment: string;
  /** Something of the question has changed since. */
  readonly handled: boolean;
};

/** Null while the workflow’s last word is the surveyor’s, or there is none. */
export function decisionOf(
  registers: readonly Register[],
  state: AssessmentState,
  sha256: HashText = sha256Text,
): Decision | null {
  const [first, ...others] = workflowHeads(registers);
  if (first === undefined) return null;
  const head = [first, ...others].find(({ kind }) => stateAfter[kind] === state) ?? latestHead([first, ...others]);
  const said = { at: head.wallTime, reason: head.reason };
  switch (head.kind) {
    case 'return': {
      const { items, deadline, by } = head.value as ReturnRecord;
      const told = items.map(({ question, comment, paths, state: before }) => ({
        question,
        comment,
        handled: questionState(registers, paths, sha256) !== before,
      }));
      return { kind: 'return', ...said, by, version: null, items: told, deadline };
    }
    case 'approve':
    case 'seal':
    case 'amend': {
      const { by, version } = head.value as DecisionRecord;
      return { kind: head.kind, ...said, by, version, items: [], deadline: null };
    }
    case 'create':
    case 'set':
    case 'resolve':
    case 'void':
    case 'finalise':
    case 'submit':
      return null;
  }
}

export function workflowHeads(registers: readonly Register[]): readonly Head[] {
  return registers.find(({ entity, register }) => entity === 'assessment' && register === '@workflow')?.heads ?? [];
}

const stateAfter: Readonly<Partial<Record<Head['kind'], AssessmentState>>> = {
  return: 'returned',
  approve: 'approved',
  seal: 'sealed',
};
