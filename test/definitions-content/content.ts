/** What the content tests read of a definition. Expected tables in the tests were typed from the source texts, not from our files. */
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import type { Condition } from '../../src/definition/scoring.ts';
import { answersFromJson } from '../../src/engine/answers-from-json.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import type { FormView } from '../../src/engine/form-view.ts';
import type { ScoreResult } from '../../src/scoring/score-result.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { latestEdition, loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import type { LoadedDefinition } from '../../src/server/definitions/load-definitions.ts';
import type { Json } from '../../src/shared/json.ts';

export const all = await loadDefinitions(definitionsFolder());

export function loaded(id: string): LoadedDefinition {
  const found = latestEdition(all, id);
  if (found === null) throw new Error(`${id} is not there`);
  return found;
}

export function definition(id: string): CompiledDefinition {
  return loaded(id).compiled;
}

export function conditionsOf(compiled: CompiledDefinition): readonly Condition[] {
  return compiled.scoring.checklist?.conditions ?? [];
}

/** Options of a question that can be ticked or chosen, without 'none' and 'not applicable'. */
export function optionsOf(compiled: CompiledDefinition, question: string): readonly string[] {
  const choices = indexDefinition(compiled).questions.get(question)?.question.choices ?? [];
  return choices.filter(({ exclusive, notApplicable }) => !exclusive && !notApplicable).map(({ label }) => label);
}

export function filled(compiled: CompiledDefinition, answers: Json): { readonly form: FormView; readonly result: ScoreResult } {
  const parsed = answersFromJson(compiled, answers);
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  const form = evaluateAll(compiled, parsed.answers);
  return { form, result: scoreAll(compiled, form) };
}

/** Names of the questions a firm with these answers is asked, outside repeats. */
export function asked(compiled: CompiledDefinition, answers: Json): readonly string[] {
  const { form } = filled(compiled, answers);
  return [...indexDefinition(compiled).questions.values()]
    .filter(({ question, repeat }) => repeat === null && question.type !== 'calculate' && form.state(question.name).relevant)
    .map(({ question }) => question.name);
}
