import type { CompiledDefinition, FormNode, Question } from '#definition/compiled.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { rowPath } from './answers.ts';
import type { FormView, NodeState } from './form-view.ts';

/** Calls `take` with every question and its path, row questions row by row, in document order. */
export function eachQuestion(nodes: readonly FormNode[], form: FormView, take: (question: Question, path: string) => void): void {
  for (const node of nodes) {
    if (node.kind === 'question') take(node.question, node.question.name);
    else if (node.kind === 'group') eachQuestion(node.children, form, take);
    else {
      for (const rowId of form.rows(node.name)) {
        for (const { question } of node.children) take(question, rowPath(node.name, rowId, question.name));
      }
    }
  }
}

/** Required, shown and blank: what holds back finishing. */
export function isMissing({ required, relevant, effective }: NodeState): boolean {
  return required && relevant && effective === null;
}

/**
 * All that is wrong with a filled form: values with a problem, and required questions left blank. What is wrong with a computed
 * value is told only where no entered one is to blame.
 */
export function formProblems(compiled: CompiledDefinition, form: FormView): readonly Problem[] {
  const entered: Problem[] = [];
  const missing: Problem[] = [];
  const computed: Problem[] = [];
  eachQuestion(compiled.sections, form, (question, path) => {
    const state = form.state(path);
    if (state.problem !== null) (question.type === 'calculate' ? computed : entered).push(state.problem);
    if (isMissing(state)) missing.push(problem('input.missing-required', { question: path, label: question.label }));
  });
  return entered.length + missing.length > 0 ? [...entered, ...missing] : computed;
}
