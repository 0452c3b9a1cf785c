import type { Filled, Form } from './form.ts';
import { questionsById } from './form.ts';

/** What every system must show for a filled form; each timed answer is checked against it. */
export type Expected = {
  readonly total: number;
  readonly level: string;
  /** By score question. */
  readonly scores: Readonly<Record<string, number>>;
  /** Σ qty × price over the rows; blank rows count nothing. */
  readonly value: number;
  /** Questions of the sections that show, scores included. */
  readonly relevantCount: number;
};

/** Works the form out from scratch, without any of the engines. A hidden question's value counts as blank, as in XForms. */
export function expectedOf(form: Form, filled: Filled): Expected {
  const questions = questionsById(form);
  const relevance = new Map<string, boolean>();
  const isRelevant = (id: string): boolean => {
    const known = relevance.get(id);
    if (known !== undefined) return known;
    const condition = questions.get(id)?.relevant ?? null;
    const answer = condition === null ? null : filled.values[condition.question];
    const found =
      condition === null || (isRelevant(condition.question) && typeof answer === 'string' && condition.anyOf.includes(answer));
    relevance.set(id, found);
    return found;
  };
  const scores: Record<string, number> = {};
  for (const question of questions.values()) {
    isRelevant(question.id);
    if (question.type !== 'score') continue;
    scores[question.id] = question.scoreOf.filter(isRelevant).reduce((sum, id) => sum + scoreOf(id), 0);
  }
  function scoreOf(id: string): number {
    const question = questions.get(id);
    if (question?.type !== 'select_one') return 0;
    return question.options.find((option) => option.name === filled.values[id])?.score ?? 0;
  }
  const total = Object.values(scores).reduce((sum, score) => sum + score, 0);
  return {
    total,
    level: form.level.steps.find(([least]) => total >= least)?.[1] ?? form.level.otherwise,
    scores,
    value: filled.rows.reduce((sum, row) => sum + (row === null ? 0 : row.qty * row.price), 0),
    relevantCount: [...relevance.values()].filter(Boolean).length,
  };
}
