import type { BinaryOperator, Expression } from './expression.ts';

/** XLSForm text of an expression, with no more brackets than it needs: reading it again gives the same tree. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'string':
      return expression.value.includes("'") ? `"${expression.value}"` : `'${expression.value}'`;
    case 'ref':
      return `\${${expression.name}}`;
    case 'rows':
      return expression.where === null
        ? `\${${expression.name}}`
        : `\${${expression.name}}[${printExpression(expression.where)}]`;
    case 'self':
      return '.';
    case 'column':
      return expression.name;
    case 'negate':
      return `-${within(expression.operand, tightest)}`;
    case 'binary': {
      const own = strength[expression.operator];
      // Operators bind to the left, so an equal one on the right needs brackets.
      return `${within(expression.left, own)} ${expression.operator} ${within(expression.right, own + 1)}`;
    }
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`;
  }
}

const strength: Readonly<Record<BinaryOperator, number>> = {
  or: 0,
  and: 1,
  '=': 2,
  '!=': 2,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  div: 5,
  mod: 5,
};
const tightest = 6;

function within(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return expression.kind === 'binary' && strength[expression.operator] < least ? `(${text})` : text;
}
