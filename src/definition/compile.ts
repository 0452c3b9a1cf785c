import type { CompiledDefinition } from './compiled.ts';

/** What is wrong with a definition file, where, and what to do about it. Lines and columns count from 1. */
export type DefinitionProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly question: string | null;
  readonly message: string;
  readonly advice: string;
};

export type CompileOutcome =
  | { readonly kind: 'ok'; readonly compiled: CompiledDefinition }
  | { readonly kind: 'invalid'; readonly problems: readonly DefinitionProblem[] };

/** YAML text → compiled definition, or every problem found. */
export function compileDefinition(text: string, fileName: string): CompileOutcome {
  throw new Error(`compileDefinition: not built yet (${fileName}, ${String(text.length)})`);
}
