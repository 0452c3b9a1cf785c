import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { rowPath } from './answers.ts';
import type { FormView } from './form-view.ts';

/** Paths of every question, row questions row by row, in document order. */
export function questionPaths(compiled: CompiledDefinition, form: FormView): readonly string[] {
  const paths: string[] = [];
  let before: string | null = null;
  const { questions, repeats } = indexDefinition(compiled);
  for (const [name, { repeat }] of questions) {
    if (repeat === null) {
      paths.push(name);
    } else if (repeat !== before) {
      const columns = repeats.get(repeat)?.repeat.children ?? [];
      for (const rowId of form.rows(repeat)) {
        for (const { question } of columns) paths.push(rowPath(repeat, rowId, question.name));
      }
    }
    before = repeat;
  }
  return paths;
}

/** Required, shown and blank: what holds back finishing. */
export function missingRequired(compiled: CompiledDefinition, form: FormView): readonly string[] {
  return questionPaths(compiled, form).filter((path) => {
    const state = form.state(path);
    return state.required && state.relevant && state.effective === null;
  });
}

/**
 * All that is wrong with a filled form: values with a problem, and required questions left blank. What is wrong with a computed
 * value is told only where no entered one is to blame.
 */
export function formProblems(compiled: CompiledDefinition, form: FormView): readonly Problem[] {
  const { questions } = indexDefinition(compiled);
  const questionOf = (path: string): Question | undefined => questions.get(path.split('/').at(-1) ?? '')?.question;
  const entered: Problem[] = [];
  const computed: Problem[] = [];
  for (const path of questionPaths(compiled, form)) {
    const found = form.state(path).problem;
    if (found !== null) (questionOf(path)?.type === 'calculate' ? computed : entered).push(found);
  }
  for (const path of missingRequired(compiled, form)) {
    entered.push(problem('input.missing-required', { question: path, label: questionOf(path)?.label ?? path }));
  }
  return entered.length > 0 ? entered : computed;
}
