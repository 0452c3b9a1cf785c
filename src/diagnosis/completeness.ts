import type { CompiledDefinition, Section } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { eachQuestion, isMissing } from '#engine/form-problems.ts';
import type { Change, FormView } from '#engine/form-view.ts';

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

/** Number of live pieces of evidence by question path. */
export type EvidenceCounts = Readonly<Record<string, number>>;

export function completeness(compiled: CompiledDefinition, form: FormView, evidence: EvidenceCounts): Completeness {
  return sumUp(compiled.sections.map((section) => countSection(section, form, evidence)));
}

/** The completeness of a living form: counts again only the sections that an edit or a photo is in. */
export type LivingCompleteness = {
  /** Takes what an edit changed. */
  apply(change: Change): void;
  result(evidence: EvidenceCounts): Completeness;
  /** Sections counted since it was opened; complexity tests read it. */
  readonly recomputedCount: number;
};

export function openCompleteness(compiled: CompiledDefinition, form: FormView): LivingCompleteness {
  const { questions, groups, repeats } = indexDefinition(compiled);
  const kept = new Map<string, SectionCount>();
  let counted: EvidenceCounts = {};
  let recomputed = 0;
  const forget = (path: string): void => {
    const name = path.split('/')[0] ?? path;
    const section = questions.get(name)?.section ?? repeats.get(name)?.section ?? groups.get(name)?.section;
    if (section !== undefined) kept.delete(section);
  };
  return {
    apply({ changed }) {
      changed.forEach(forget);
    },
    result(evidence) {
      for (const path of new Set([...Object.keys(counted), ...Object.keys(evidence)])) {
        if (counted[path] !== evidence[path]) forget(path);
      }
      counted = evidence;
      return sumUp(
        compiled.sections.map((section) => {
          const known = kept.get(section.name);
          if (known !== undefined) return known;
          recomputed += 1;
          const count = countSection(section, form, evidence);
          kept.set(section.name, count);
          return count;
        }),
      );
    },
    get recomputedCount() {
      return recomputed;
    },
  };
}

type SectionCount = {
  readonly progress: SectionProgress;
  readonly evidenceRequired: number;
  readonly missingRequired: readonly string[];
};

function countSection(section: Section, form: FormView, evidence: EvidenceCounts): SectionCount {
  let relevant = false;
  let total = 0;
  let evidenceRequired = 0;
  const unanswered: string[] = [];
  const invalid: string[] = [];
  const evidenceMissing: string[] = [];
  const missingRequired: string[] = [];
  eachQuestion(section.children, form, (question, path) => {
    const state = form.state(path);
    if (!state.relevant) return;
    relevant = true;
    if (state.problem !== null) invalid.push(path);
    if (isMissing(state)) missingRequired.push(path);
    if (question.evidence?.need === 'required') {
      evidenceRequired += 1;
      if ((evidence[path] ?? 0) === 0) evidenceMissing.push(path);
    }
    if (question.type === 'calculate' || question.type === 'note') return;
    total += 1;
    if (state.effective === null) unanswered.push(path);
  });
  const { name, label } = section;
  const answered = total - unanswered.length;
  const progress = { section: name, label, relevant, total, answered, unanswered, invalid, evidenceMissing };
  return { progress, evidenceRequired, missingRequired };
}

function sumUp(counts: readonly SectionCount[]): Completeness {
  const sum = (of: (count: SectionCount) => number): number => counts.reduce((total, count) => total + of(count), 0);
  const evidenceRequired = sum((count) => count.evidenceRequired);
  return {
    sections: counts.map(({ progress }) => progress),
    total: sum(({ progress }) => progress.total),
    answered: sum(({ progress }) => progress.answered),
    evidenceRequired,
    evidencePresent: evidenceRequired - sum(({ progress }) => progress.evidenceMissing.length),
    missingRequired: counts.flatMap((count) => count.missingRequired),
  };
}
