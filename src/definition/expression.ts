/**
 * The syntax tree of an XLSForm expression: plain JSON, made at compile time by `parse-expression.ts` and run by
 * `#engine/run-expression.ts`. References are resolved: a name that is not in the definition never gets this far.
 */

export type BinaryOperator = '+' | '-' | '*' | 'div' | 'mod' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

/** The functions of the subset. XPath's and XForms' meaning, except that nothing reads a clock, the network or chance. */
export const functionNames = [
  'if',
  'coalesce',
  'selected',
  'count-selected',
  'count',
  'count-non-empty',
  'sum',
  'min',
  'max',
  'round',
  'int',
  'abs',
  'number',
  'string',
  'string-length',
  'concat',
  'contains',
  'starts-with',
  'substr',
  'not',
  'true',
  'false',
] as const;

export type FunctionName = (typeof functionNames)[number];

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  /** `${name}`: one value, of the top level or of the same row. */
  | { readonly kind: 'ref'; readonly name: string }
  /** `${name}` seen from outside its repeat, or the repeat itself: every row; `where` keeps rows, with `.` the row's value. */
  | { readonly kind: 'rows'; readonly name: string; readonly where: Expression | null }
  /** `.`: the question's own value in a constraint, the row's value in a row filter. */
  | { readonly kind: 'self' }
  /** A bare name in a `choice_filter`: that column of the choice. */
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] };

/** Names that an expression reads, each once, in order of appearance. */
export function referencesOf(expression: Expression | null): readonly string[] {
  const names = new Set<string>();
  if (expression !== null) eachReference(expression, (name) => names.add(name));
  return [...names];
}

/** Calls `take` with every name the expression reads, as often as it does, in order of appearance. */
export function eachReference(expression: Expression, take: (name: string) => void): void {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'self':
    case 'column':
      return;
    case 'ref':
      take(expression.name);
      return;
    case 'rows':
      take(expression.name);
      if (expression.where !== null) eachReference(expression.where, take);
      return;
    case 'negate':
      eachReference(expression.operand, take);
      return;
    case 'binary':
      eachReference(expression.left, take);
      eachReference(expression.right, take);
      return;
    case 'call':
      for (const argument of expression.args) eachReference(argument, take);
  }
}
