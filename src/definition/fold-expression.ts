/** Works out an expression as far as a few known answers decide it. Lints ask it what is reachable; it never runs on phones. */
import type { Expression } from './expression.ts';

export type Known = string | number | boolean;
/** `undefined`: it depends on what is not known. */
export type Folded = Known | undefined;

export function foldExpression(expression: Expression, known: ReadonlyMap<string, string>): Folded {
  const fold = (part: Expression): Folded => foldExpression(part, known);
  switch (expression.kind) {
    case 'number':
    case 'string':
      return expression.value;
    case 'ref':
      return known.get(expression.name);
    case 'self':
    case 'column':
    case 'rows':
      return undefined;
    case 'negate': {
      const operand = fold(expression.operand);
      return operand === undefined ? undefined : -Number(operand);
    }
    case 'binary':
      return foldBinary(expression.operator, fold(expression.left), fold(expression.right));
    case 'call':
      return foldCall(expression, fold);
  }
}

function foldBinary(operator: (Expression & { kind: 'binary' })['operator'], left: Folded, right: Folded): Folded {
  if (operator === 'and') {
    if (left === false || right === false) return false;
    return left === undefined || right === undefined ? undefined : Boolean(left) && Boolean(right);
  }
  if (operator === 'or') {
    if (left === true || right === true) return true;
    return left === undefined || right === undefined ? undefined : Boolean(left) || Boolean(right);
  }
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '=':
      return sameValue(left, right);
    case '!=':
      return !sameValue(left, right);
    case '<':
      return Number(left) < Number(right);
    case '<=':
      return Number(left) <= Number(right);
    case '>':
      return Number(left) > Number(right);
    case '>=':
      return Number(left) >= Number(right);
    case '+':
      return Number(left) + Number(right);
    case '-':
      return Number(left) - Number(right);
    case '*':
      return Number(left) * Number(right);
    case 'div':
      return Number(left) / Number(right);
    case 'mod':
      return Number(left) % Number(right);
  }
}

function sameValue(left: Known, right: Known): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return Boolean(left) === Boolean(right);
  return typeof left === 'number' || typeof right === 'number' ? Number(left) === Number(right) : left === right;
}

function foldCall(call: Expression & { kind: 'call' }, fold: (part: Expression) => Folded): Folded {
  const args = call.args.map(fold);
  const [first, second, third] = args;
  switch (call.name) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'not':
      return first === undefined ? undefined : !first;
    case 'if':
      return first === undefined ? undefined : first ? second : third;
    case 'selected':
      return first === undefined || second === undefined ? undefined : String(first).split(' ').includes(String(second));
    default:
      return undefined;
  }
}
