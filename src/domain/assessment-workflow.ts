/** The state machine drawn in `assessment.ts`, as functions. */
import type { AssessmentState } from './assessment.ts';

/** `late`: an answer that its author wrote before a submission was known to them, and that arrives after it. */
export type AssessmentEvent = 'answer' | 'late' | 'finish' | 'submit' | 'return' | 'approve' | 'seal' | 'amend' | 'void';

/** The state after an event, or null where the event cannot happen in this state. */
export function nextAssessmentState(state: AssessmentState, event: AssessmentEvent): AssessmentState | null {
  return transitions[state][event] ?? null;
}

/** May answers, rows and evidence still be changed by the surveyor without anybody's leave? */
export function isEditable(state: AssessmentState): boolean {
  return nextAssessmentState(state, 'answer') !== null;
}

/** Has the surveyor handed it in: what the reviewer's desk lists as received. */
export function isHandedIn(state: AssessmentState): boolean {
  return state === 'submitted' || state === 'returned' || state === 'approved' || state === 'sealed';
}

const transitions: Readonly<Record<AssessmentState, Readonly<Partial<Record<AssessmentEvent, AssessmentState>>>>> = {
  draft: { answer: 'draft', late: 'draft', finish: 'finished', void: 'voided' },
  finished: { answer: 'draft', late: 'draft', submit: 'submitted', void: 'voided' },
  submitted: { late: 'draft', return: 'returned', approve: 'approved' },
  returned: { answer: 'returned', late: 'returned', finish: 'finished', void: 'voided' },
  approved: { return: 'returned', seal: 'sealed' },
  sealed: { amend: 'draft' },
  voided: {},
};
