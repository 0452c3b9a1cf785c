import { createContext, useContext, type Accessor } from 'solid-js';
import type { DecisionItem } from '#oplog/decision-of.ts';
import type { AssessmentView } from '#store/views.ts';

/** The questions of the form on screen that were sent back; a form without a store has none. */
export const ReturnedContext = createContext<Accessor<readonly DecisionItem[]>>(() => []);

export function useReturned(): Accessor<readonly DecisionItem[]> {
  return useContext(ReturnedContext);
}

/** What was sent back and is still to be handed in again. */
export function itemsOf(view: AssessmentView | null): readonly DecisionItem[] {
  return view?.state === 'returned' && view.decision?.kind === 'return' ? view.decision.items : [];
}

/** Name of the question or repeat that shows a path. */
export function shownName(path: string): string {
  return path.split('/')[0] ?? path;
}

/** The form at a marked question, with no others beside the marked ones. */
export function returnedRoute(assessmentId: string, section: string, question: string): string {
  return `/assessments/${assessmentId}/q/${section}?at=${encodeURIComponent(question)}&only=returned`;
}
