import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { missingRequired, questionPaths } from '#engine/form-problems.ts';
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
export function completeness(
  compiled: CompiledDefinition,
  form: FormView,
  evidence: Readonly<Record<string, number>>,
): Completeness {
  const { questions } = indexDefinition(compiled);
  const drafts = new Map(compiled.sections.map(({ name, label }) => [name, emptyDraft(name, label)]));
  let evidenceRequired = 0;
  for (const path of questionPaths(compiled, form)) {
    const place = questions.get(path.split('/').at(-1) ?? '');
    const draft = drafts.get(place?.section ?? '');
    const state = form.state(path);
    if (place === undefined || draft === undefined || !state.relevant) continue;
    const { type, evidence: rule } = place.question;
    draft.relevant = true;
    if (state.problem !== null) draft.invalid.push(path);
    if (rule?.need === 'required') {
      evidenceRequired += 1;
      if ((evidence[path] ?? 0) === 0) draft.evidenceMissing.push(path);
    }
    if (type === 'calculate' || type === 'note') continue;
    draft.total += 1;
    if (state.effective === null) draft.unanswered.push(path);
    else draft.answered += 1;
  }
  const sections = [...drafts.values()];
  const sum = (of: (draft: Draft) => number): number => sections.reduce((total, draft) => total + of(draft), 0);
  return {
    sections,
    total: sum((draft) => draft.total),
    answered: sum((draft) => draft.answered),
    evidenceRequired,
    evidencePresent: evidenceRequired - sum((draft) => draft.evidenceMissing.length),
    missingRequired: missingRequired(compiled, form),
  };
}

type Draft = {
  section: string;
  label: string;
  relevant: boolean;
  total: number;
  answered: number;
  unanswered: string[];
  invalid: string[];
  evidenceMissing: string[];
};

function emptyDraft(section: string, label: string): Draft {
  return { section, label, relevant: false, total: 0, answered: 0, unanswered: [], invalid: [], evidenceMissing: [] };
}
