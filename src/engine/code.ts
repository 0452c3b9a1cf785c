/** The closures that expressions become, and how they find values. */
import type { Expression } from '#definition/expression.ts';
import type { AnswerValue } from './answers.ts';
import type { Scope } from './scope.ts';
import type { Value } from './xpath-values.ts';

/** Where a name's values are. */
export type Place =
  | { readonly kind: 'top'; readonly id: number }
  /** A question of a repeat: `slot` within each row. */
  | { readonly kind: 'row'; readonly repeat: number; readonly slot: number }
  | { readonly kind: 'repeat'; readonly repeat: number };

export type Locate = (name: string) => Place;

export type NumberCode = (scope: Scope) => number;
export type TextCode = (scope: Scope) => string;
export type BooleanCode = (scope: Scope) => boolean;
export type ValueCode = (scope: Scope) => Value;
/** Calls `each` with the value of every row there is. */
export type RowsCode = (scope: Scope, each: (value: AnswerValue) => void) => void;

/** Compiles a subexpression to the type that the place it stands in asks for. */
export type Compiler = {
  number(expression: Expression): NumberCode;
  text(expression: Expression): TextCode;
  boolean(expression: Expression): BooleanCode;
  value(expression: Expression): ValueCode;
  rows(expression: Expression & { readonly kind: 'rows' }): RowsCode;
};
