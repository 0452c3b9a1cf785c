import type { CompiledDefinition } from '#definition/compiled.ts';
import type { Answers } from './answers.ts';
import type { FormState } from './form-view.ts';

/** The whole form computed from scratch: the oracle of the incremental session. */
export function evaluateAll(compiled: CompiledDefinition, answers: Answers): FormState {
  throw new Error(`evaluateAll: not built yet (${compiled.id} ${String(answers)})`);
}
