import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compileDefinition } from '#definition/compile.ts';
import type { DefinitionProblem } from '#definition/compile.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { definitionHash } from '#definition/definition-hash.ts';
import { sha256Text } from '#shared/sha256.ts';

/** `file` is relative to the definitions folder: `<id>/<edition>.yaml`. */
export type LoadedDefinition = { readonly compiled: CompiledDefinition; readonly hash: string; readonly file: string };

/** A file that did not compile: a fault of the program's own data, since published definitions are checked. */
export class DefinitionsInvalid extends Error {
  readonly problems: readonly DefinitionProblem[];
  constructor(problems: readonly DefinitionProblem[]) {
    super(problems.map(problemLine).join('\n'));
    this.problems = problems;
  }
}

/** `file:line:column: [question] message。advice` */
export function problemLine({ file, line, column, question, message, advice }: DefinitionProblem): string {
  return `${file}:${String(line)}:${String(column)}: ${question === null ? '' : `[${question}] `}${message}。${advice}`;
}

/** Definition files under `folder`, sorted by id, then edition, oldest first. */
export async function listDefinitionFiles(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    for (const file of await readdir(join(folder, entry.name))) {
      if (file.endsWith('.yaml')) files.push(`${entry.name}/${file}`);
    }
  }
  return files.sort((a, b) => compareEditions(a.replace(/\.yaml$/, ''), b.replace(/\.yaml$/, '')));
}

export type ReadOutcome =
  | { readonly kind: 'ok'; readonly definition: LoadedDefinition }
  | { readonly kind: 'invalid'; readonly problems: readonly DefinitionProblem[] };

const byContent = new Map<string, ReadOutcome>();

/** Compiles one file; the same text is compiled once per process. */
export async function readDefinition(folder: string, file: string): Promise<ReadOutcome> {
  const text = await readFile(join(folder, file), 'utf8');
  const key = `${file}\n${sha256Text(text)}`;
  const known = byContent.get(key);
  if (known !== undefined) return known;
  const outcome = compileFile(text, file);
  byContent.set(key, outcome);
  return outcome;
}

function compileFile(text: string, file: string): ReadOutcome {
  const outcome = compileDefinition(text, file);
  if (outcome.kind === 'invalid') return outcome;
  const { compiled } = outcome;
  const expected = `${compiled.id}/${compiled.edition}.yaml`;
  if (file !== expected) {
    const problem: DefinitionProblem = {
      file,
      line: 1,
      column: 1,
      question: null,
      message: `文件名与内容不符（definition: ${compiled.id}，edition: ${compiled.edition}）`,
      advice: `改名为 ${expected}，或改 definition、edition`,
    };
    return { kind: 'invalid', problems: [problem] };
  }
  return { kind: 'ok', definition: { compiled, hash: definitionHash(compiled), file } };
}

/** Compiles every `<id>/<edition>.yaml` under `folder`; throws `DefinitionsInvalid` when one does not compile. */
export async function loadDefinitions(folder: string): Promise<readonly LoadedDefinition[]> {
  const outcomes = await Promise.all((await listDefinitionFiles(folder)).map((file) => readDefinition(folder, file)));
  const problems = outcomes.flatMap((outcome) => (outcome.kind === 'invalid' ? outcome.problems : []));
  if (problems.length > 0) throw new DefinitionsInvalid(problems);
  return outcomes.flatMap((outcome) => (outcome.kind === 'ok' ? [outcome.definition] : []));
}

/** The newest edition of each definition that new assessments may use, or null where all are drafts or retired. */
export function latestEdition(definitions: readonly LoadedDefinition[], id: string): LoadedDefinition | null {
  const published = definitions.filter(({ compiled }) => compiled.id === id && compiled.status === 'published');
  return published.toSorted((a, b) => compareEditions(a.compiled.edition, b.compiled.edition)).at(-1) ?? null;
}

/** Numbers inside names compare as numbers: `2013-2` comes before `2013-10`. */
export function compareEditions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
