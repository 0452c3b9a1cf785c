import type { CompiledDefinition } from './compiled.ts';
import { referencesOf } from './expression.ts';
import { indexDefinition } from './index-definition.ts';

/** The path itself and, of what is computed, every question that it is computed from. */
export function withInputs(compiled: CompiledDefinition, path: string): readonly string[] {
  const { questions } = indexDefinition(compiled);
  const found = new Set<string>([path]);
  for (const name of found)
    for (const read of referencesOf(questions.get(name)?.question.calculation ?? null)) if (questions.has(read)) found.add(read);
  return [...found];
}
