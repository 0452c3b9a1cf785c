import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FormView } from '#engine/form-view.ts';
import type { ScoreResult } from './score-result.ts';

/** Items, measures, level and what blocks the next level, computed from scratch: the oracle of the score session. */
export function scoreAll(compiled: CompiledDefinition, form: FormView): ScoreResult {
  throw new Error(`scoreAll: not built yet (${compiled.id} ${String(form)})`);
}
