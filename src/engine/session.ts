import type { Choice, CompiledDefinition } from '#definition/compiled.ts';
import type { Answers, AnswerValue } from './answers.ts';
import type { Change, FormView } from './form-view.ts';

/** A living form. Edits to paths that do not exist, or to computed questions, change nothing. */
export type Session = FormView & {
  set(path: string, value: AnswerValue): Change;
  addRow(repeat: string, rowId: string): Change;
  removeRow(repeat: string, rowId: string): Change;
  /** What was entered, hidden values included: what is saved. */
  answers(): Answers;
  /** The choices a question offers now, after its `choice_filter`. */
  choices(path: string): readonly Choice[];
  /** Nodes computed since the session opened; complexity tests read it. */
  readonly recomputedCount: number;
};

export function openSession(compiled: CompiledDefinition, answers: Answers): Session {
  throw new Error(`openSession: not built yet (${compiled.id} ${String(answers)})`);
}
