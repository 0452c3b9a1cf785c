import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FormView } from '#engine/form-view.ts';

export type SectionProgress = {
  /** Name of the top-level group. */
  readonly section: string;
  readonly label: string;
  /** False: every question of it is hidden. */
  readonly relevant: boolean;
  /** Relevant questions a person answers (no notes, no computed ones; row questions count by row). */
  readonly total: number;
  readonly answered: number;
  /** Paths still blank, in document order. */
  readonly unanswered: readonly string[];
  /** Paths whose value is wrong. */
  readonly invalid: readonly string[];
  /** Relevant questions that require evidence and have none. */
  readonly evidenceMissing: readonly string[];
};

export type Completeness = {
  readonly sections: readonly SectionProgress[];
  readonly total: number;
  readonly answered: number;
  readonly evidenceRequired: number;
  readonly evidencePresent: number;
  /** Required questions left blank: they hold back submission. */
  readonly missingRequired: readonly string[];
};

/** `evidence` is the number of live pieces of evidence by question path. */
export function completeness(compiled: CompiledDefinition, form: FormView, evidence: Readonly<Record<string, number>>): Completeness {
  throw new Error(`completeness: not built yet (${compiled.id} ${String(form)} ${String(evidence)})`);
}
