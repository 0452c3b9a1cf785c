import type { BinaryOperator, Expression, FunctionName } from '#definition/expression.ts';

/** `node`: the value of a question, compared as text with text and with other questions. `mixed`: known at run time only. */
export type StaticType = 'number' | 'string' | 'boolean' | 'node' | 'mixed';

export function isArithmetic(operator: BinaryOperator): operator is '+' | '-' | '*' | 'div' | 'mod' {
  return operator === '+' || operator === '-' || operator === '*' || operator === 'div' || operator === 'mod';
}

export function staticType(expression: Expression): StaticType {
  switch (expression.kind) {
    case 'number':
    case 'negate':
    case 'rows':
      return 'number';
    case 'string':
    case 'column':
      return 'string';
    case 'ref':
    case 'self':
      return 'node';
    case 'binary':
      return isArithmetic(expression.operator) ? 'number' : 'boolean';
    case 'call': {
      if (expression.name === 'if') return oneOf(expression.args.slice(1));
      if (expression.name === 'coalesce') return oneOf(expression.args);
      return functionTypes[expression.name];
    }
  }
}

/** Of a call whose result is one of these. A text and a question's value are both compared as text with texts and questions. */
function oneOf(results: readonly Expression[]): StaticType {
  const types = new Set(results.map(staticType));
  const [first = 'mixed', ...others] = types;
  if (others.length === 0) return first;
  return [...types].every((type) => type === 'node' || type === 'string') ? 'node' : 'mixed';
}

const functionTypes: Readonly<Record<Exclude<FunctionName, 'if' | 'coalesce'>, StaticType>> = {
  selected: 'boolean',
  contains: 'boolean',
  'starts-with': 'boolean',
  not: 'boolean',
  true: 'boolean',
  false: 'boolean',
  string: 'string',
  concat: 'string',
  substr: 'string',
  'count-selected': 'number',
  count: 'number',
  'count-non-empty': 'number',
  sum: 'number',
  min: 'number',
  max: 'number',
  round: 'number',
  int: 'number',
  abs: 'number',
  number: 'number',
  'string-length': 'number',
};
