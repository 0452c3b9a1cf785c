import { createContext, untrack, useContext, type Accessor, type JSX } from 'solid-js';
import type { FindingOf } from '#oplog/project-action.ts';
import { readFindings } from '#store/queries/read-findings.ts';
import { useField } from '#app/field-context.tsx';
import { fromLive } from '#app/ui/from-live.ts';

/** The findings of the assessment on screen. */
export type Findings = { readonly assessmentId: string; readonly all: Accessor<readonly FindingOf[]> };

const FindingsContext = createContext<Findings | null>(null);

/** Null where no assessment's findings are at hand. */
export function useFindings(): Findings | null {
  return useContext(FindingsContext);
}

/** Fixed for one assessment. */
export function FindingsProvider(props: { readonly assessmentId: string; readonly children: JSX.Element }): JSX.Element {
  const { store } = useField();
  // Keyed by the assessment by who uses it.
  const id = untrack(() => props.assessmentId);
  const all = fromLive<readonly FindingOf[]>(() => readFindings(store, id), []);
  return <FindingsContext.Provider value={{ assessmentId: id, all }}>{props.children}</FindingsContext.Provider>;
}

/** Where a finding is raised; null: about the assessment as a whole. */
export function raiseAddress(assessmentId: string, question: string | null): string {
  const base = `/assessments/${assessmentId}/findings`;
  return `${base}?raise=${question === null ? '' : encodeURIComponent(question)}`;
}
