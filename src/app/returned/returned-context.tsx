import { createContext, useContext, type Accessor } from 'solid-js';
import type { DecisionItem } from '#oplog/decision-of.ts';
import type { DecisionView } from '#store/queries/read-decision.ts';

/** What the office decided on the assessment on screen; null where it did not, or none is at hand. */
export const DecisionContext = createContext<Accessor<DecisionView | null>>(() => null);

export function useDecision(): Accessor<DecisionView | null> {
  return useContext(DecisionContext);
}

/** What was sent back and is still to be handed in again. */
export function itemsOf(about: DecisionView | null): readonly DecisionItem[] {
  return about?.state === 'returned' && about.decision.kind === 'return' ? about.decision.items : [];
}

/** Name of the question or repeat that shows a path. */
export function shownName(path: string): string {
  return path.split('/')[0] ?? path;
}

/** The form at a marked question, with no others beside the marked ones. */
export function returnedRoute(assessmentId: string, section: string, question: string): string {
  return `/assessments/${assessmentId}/q/${section}?at=${encodeURIComponent(question)}&only=returned`;
}
