/**
 * Expression trees carried out over a `Scope`, each subexpression as the type that the place it stands in asks for, by XPath's rules.
 * Total: whatever the answers, they give a value (blank, NaN or false at worst) and never throw. Trees are walked as they are: a
 * form opens in less time than closures for all its trees would take to make.
 */
import type { Expression } from '#definition/expression.ts';
import type { AnswerValue } from './answers.ts';
import type { Scope } from './scope.ts';
import { isArithmetic, staticType } from './static-type.ts';
import { countItems, hasItem, roundTo, slice } from './xpath-functions.ts';
import { toBoolean, toNumber, toText } from './xpath-values.ts';
import type { Value } from './xpath-values.ts';

type Call = Expression & { readonly kind: 'call' };

export function numberOf(expression: Expression, scope: Scope): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'negate':
      return -numberOf(expression.operand, scope);
    case 'rows':
      // Refused outside an aggregate by the compiler of definitions; read as a number, rows are their first one, as in XPath.
      return toNumber(rowValues(expression, scope)[0] ?? null);
    case 'binary':
      if (isArithmetic(expression.operator)) {
        const left = numberOf(expression.left, scope);
        return arithmetic[expression.operator](left, numberOf(expression.right, scope));
      }
      break;
    case 'call':
      return callNumber(expression, scope);
    default:
      break;
  }
  return toNumber(valueOf(expression, scope));
}

export function textOf(expression: Expression, scope: Scope): string {
  switch (expression.kind) {
    case 'string':
      return expression.value;
    case 'column':
      return scope.columns[expression.name] ?? '';
    case 'call':
      return callText(expression, scope);
    default:
      return toText(valueOf(expression, scope));
  }
}

export function booleanOf(expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'call') return callBoolean(expression, scope);
  if (expression.kind === 'binary') {
    const { left, right } = expression;
    switch (expression.operator) {
      case 'and':
        return booleanOf(left, scope) && booleanOf(right, scope);
      case 'or':
        return booleanOf(left, scope) || booleanOf(right, scope);
      case '=':
        return isSame(left, right, scope);
      case '!=':
        return !isSame(left, right, scope);
      case '<':
        return numberOf(left, scope) < numberOf(right, scope);
      case '<=':
        return numberOf(left, scope) <= numberOf(right, scope);
      case '>':
        return numberOf(left, scope) > numberOf(right, scope);
      case '>=':
        return numberOf(left, scope) >= numberOf(right, scope);
      default:
        break;
    }
  }
  return toBoolean(valueOf(expression, scope));
}

export function valueOf(expression: Expression, scope: Scope): Value {
  if (expression.kind === 'ref') return read(expression.name, scope);
  if (expression.kind === 'self') return scope.self;
  if (expression.kind === 'call') {
    if (expression.name === 'if') return valueOf(chosen(expression, scope), scope);
    if (expression.name === 'coalesce') {
      const preferred = valueOf(argument(expression, 0), scope);
      return toText(preferred) === '' ? valueOf(argument(expression, 1), scope) : preferred;
    }
  }
  switch (staticType(expression)) {
    case 'number':
      return numberOf(expression, scope);
    case 'boolean':
      return booleanOf(expression, scope);
    default:
      return textOf(expression, scope);
  }
}

const blank: Expression = { kind: 'string', value: '' };

function argument(call: Call, index: number): Expression {
  return call.args[index] ?? blank;
}

/** The branch that `if` takes. */
function chosen(call: Call, scope: Scope): Expression {
  return argument(call, booleanOf(argument(call, 0), scope) ? 1 : 2);
}

const arithmetic = {
  '+': (left: number, right: number): number => left + right,
  '-': (left: number, right: number): number => left - right,
  '*': (left: number, right: number): number => left * right,
  div: (left: number, right: number): number => left / right,
  mod: (left: number, right: number): number => left % right,
} as const;

function callNumber(call: Call, scope: Scope): number {
  switch (call.name) {
    case 'if':
      return numberOf(chosen(call, scope), scope);
    case 'number':
      return numberOf(argument(call, 0), scope);
    case 'abs':
      return Math.abs(numberOf(argument(call, 0), scope));
    case 'int':
      return Math.trunc(numberOf(argument(call, 0), scope));
    case 'round':
      return roundTo(numberOf(argument(call, 0), scope), call.args.length > 1 ? numberOf(argument(call, 1), scope) : 0);
    case 'string-length':
      return Array.from(textOf(argument(call, 0), scope)).length;
    case 'count-selected':
      return countItems(textOf(argument(call, 0), scope));
    case 'sum':
      return fold(call, scope, (total, number) => total + number);
    case 'min':
      return fold(call, scope, Math.min);
    case 'max':
      return fold(call, scope, Math.max);
    case 'count':
    case 'count-non-empty': {
      const rows = argument(call, 0);
      if (rows.kind !== 'rows') return Number.NaN;
      const values = rowValues(rows, scope);
      return call.name === 'count' ? values.length : values.filter((value) => value !== null).length;
    }
    default:
      return toNumber(valueOf(call, scope));
  }
}

function callText(call: Call, scope: Scope): string {
  switch (call.name) {
    case 'if':
      return textOf(chosen(call, scope), scope);
    case 'string':
      return textOf(argument(call, 0), scope);
    case 'concat':
      return call.args.map((part) => textOf(part, scope)).join('');
    case 'substr': {
      const end = call.args[2];
      const [whole, from] = [textOf(argument(call, 0), scope), textOf(argument(call, 1), scope)];
      return slice(whole, from, end === undefined ? null : textOf(end, scope));
    }
    default:
      return toText(valueOf(call, scope));
  }
}

function callBoolean(call: Call, scope: Scope): boolean {
  switch (call.name) {
    case 'if':
      return booleanOf(chosen(call, scope), scope);
    case 'true':
      return true;
    case 'false':
      return false;
    case 'not':
      return !booleanOf(argument(call, 0), scope);
    case 'selected':
      return hasItem(valueOf(argument(call, 0), scope), textOf(argument(call, 1), scope));
    case 'contains':
      return textOf(argument(call, 0), scope).includes(textOf(argument(call, 1), scope));
    case 'starts-with':
      return textOf(argument(call, 0), scope).startsWith(textOf(argument(call, 1), scope));
    default:
      return toBoolean(valueOf(call, scope));
  }
}

function isSame(left: Expression, right: Expression, scope: Scope): boolean {
  // By far the most frequent test is `${question} = 'option'`.
  if (left.kind === 'ref' && right.kind === 'string') return toText(read(left.name, scope)) === right.value;
  const types = [staticType(left), staticType(right)];
  if (types.includes('mixed')) return isSameAtRunTime(valueOf(left, scope), valueOf(right, scope));
  if (types.includes('boolean')) return booleanOf(left, scope) === booleanOf(right, scope);
  if (types.includes('number')) return numberOf(left, scope) === numberOf(right, scope);
  return textOf(left, scope) === textOf(right, scope);
}

function isSameAtRunTime(left: Value, right: Value): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left) === toBoolean(right);
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) === toNumber(right);
  return toText(left) === toText(right);
}

function read(name: string, scope: Scope): AnswerValue {
  const place = scope.places.get(name);
  if (place === undefined) return null;
  return (place.slot < 0 ? scope.effective[place.id] : scope.row?.effective[place.slot]) ?? null;
}

/** Of every row there is: rows of a hidden repeat are not; a hidden question of a row is there and blank. */
function rowValues({ name, where }: Expression & { readonly kind: 'rows' }, scope: Scope): readonly AnswerValue[] {
  const place = scope.places.get(name);
  if (place === undefined || place.repeat < 0) return [read(name, scope)];
  const { repeat, slot } = place;
  if (scope.repeatRelevant[repeat] !== 1) return [];
  const values: AnswerValue[] = [];
  for (const row of scope.rows[repeat] ?? []) {
    const value = slot < 0 ? row.id : (row.effective[slot] ?? null);
    if (where === null || holdsOf(value, where, scope)) values.push(value);
  }
  return values;
}

function holdsOf(value: AnswerValue, where: Expression, scope: Scope): boolean {
  const { self } = scope;
  scope.self = value;
  const holds = booleanOf(where, scope);
  scope.self = self;
  return holds;
}

/** Over the numbers of all arguments, rows as one each; NaN over none. */
function fold({ args }: Call, scope: Scope, step: (sofar: number, number: number) => number): number {
  let result = Number.NaN;
  let begun = false;
  for (const each of args) {
    for (const value of each.kind === 'rows' ? rowValues(each, scope) : [numberOf(each, scope)]) {
      const number = toNumber(value);
      result = begun ? step(result, number) : number;
      begun = true;
    }
  }
  return result;
}
