import type { CompiledDefinition } from '#definition/compiled.ts';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problems.ts';
import type { Answers } from './answers.ts';

export type ParsedAnswers =
  | { readonly kind: 'ok'; readonly answers: Answers }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/**
 * Reads answers from outside: an object keyed by question name, repeats as arrays of objects, no computed names. All problems are
 * reported, not the first alone. Row ids become `r1`, `r2` ….
 */
export function answersFromJson(compiled: CompiledDefinition, json: Json): ParsedAnswers {
  throw new Error(`answersFromJson: not built yet (${compiled.id} ${String(json)})`);
}
