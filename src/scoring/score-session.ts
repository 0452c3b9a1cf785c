import type { CompiledDefinition } from '#definition/compiled.ts';
import type { Change, FormView } from '#engine/form-view.ts';
import type { ScoreResult } from './score-result.ts';

/** A living score over a living form. */
export type ScoreSession = {
  /** Takes what an edit changed; returns the items and measures whose score or state changed. */
  apply(change: Change): readonly string[];
  result(): ScoreResult;
};

export function openScoreSession(compiled: CompiledDefinition, form: FormView): ScoreSession {
  throw new Error(`openScoreSession: not built yet (${compiled.id} ${String(form)})`);
}
