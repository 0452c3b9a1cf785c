import { createContext, useContext, type Accessor } from 'solid-js';
import type { FindingOf } from '#oplog/project-action.ts';

/** The findings of the assessment on screen. */
export type Findings = { readonly assessmentId: string; readonly all: Accessor<readonly FindingOf[]> };

/** Null where no assessment's findings are at hand. */
export const FindingsContext = createContext<Findings | null>(null);

export function useFindings(): Findings | null {
  return useContext(FindingsContext);
}

/** Where a finding is raised; null: about the assessment as a whole. */
export function raiseAddress(assessmentId: string, question: string | null): string {
  const base = `/assessments/${assessmentId}/findings`;
  return `${base}?raise=${question === null ? '' : encodeURIComponent(question)}`;
}
