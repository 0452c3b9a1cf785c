import { untrack, type JSX } from 'solid-js';
import { readDecision, type DecisionView } from '#store/queries/read-decision.ts';
import { useField } from '#app/field-context.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { DecisionContext } from './returned-context.tsx';

/** Fixed for one assessment. Apart from what reads it: a form without a store shows its cards too. */
export function DecisionProvider(props: { readonly assessmentId: string; readonly children: JSX.Element }): JSX.Element {
  const { store } = useField();
  // Keyed by the assessment by who uses it.
  const id = untrack(() => props.assessmentId);
  const about = fromLive<DecisionView | null>(() => readDecision(store, id), null);
  return <DecisionContext.Provider value={about}>{props.children}</DecisionContext.Provider>;
}
