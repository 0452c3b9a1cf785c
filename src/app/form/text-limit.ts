import type { Question } from '#definition/compiled.ts';
import type { Expression } from '#definition/expression.ts';

/** The most characters that a text may have by its constraint `string-length(.) <= n`; null where it says nothing of the kind. */
export function textLimit(question: Question): number | null {
  return question.constraint === null ? null : limitOf(question.constraint);
}

function limitOf(expression: Expression): number | null {
  if (expression.kind !== 'binary') return null;
  const { operator, left, right } = expression;
  if (operator === 'and') {
    const limits = [limitOf(left), limitOf(right)].filter((limit) => limit !== null);
    return limits.length === 0 ? null : Math.min(...limits);
  }
  if (right.kind !== 'number' || left.kind !== 'call' || left.name !== 'string-length' || left.args[0]?.kind !== 'self')
    return null;
  if (operator === '<=') return right.value;
  return operator === '<' ? right.value - 1 : null;
}
