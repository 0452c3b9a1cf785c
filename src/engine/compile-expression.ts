/**
 * Expression tree → closure over a `Scope`. Closures are total: whatever the answers, they return a value (blank, NaN or false
 * at worst) and never throw. The types of subexpressions are settled here, once, as XPath's rules ask for them.
 */
import type { Expression } from '#definition/expression.ts';
import type { AnswerValue } from './answers.ts';
import type { BooleanCode, Compiler, Locate, NumberCode, Place, RowsCode, ValueCode } from './code.ts';
import { compileCall } from './compile-call.ts';
import type { RowState, Scope } from './scope.ts';
import { isArithmetic, staticType } from './static-type.ts';
import { toBoolean, toNumber, toText } from './xpath-values.ts';
import type { Value } from './xpath-values.ts';

export function compilerFor(locate: Locate): Compiler {
  /** Long forms read the same question, and score the same few points, thousands of times: one closure each. */
  const reads = new Map<string, ValueCode>();
  const numbers = new Map<number, NumberCode>();
  const compiler: Compiler = {
    number(expression) {
      switch (expression.kind) {
        case 'number': {
          const { value } = expression;
          return once(numbers, value, () => () => value);
        }
        case 'negate': {
          const operand = compiler.number(expression.operand);
          return (scope) => -operand(scope);
        }
        case 'binary':
          if (!isArithmetic(expression.operator)) break;
          return arithmetic[expression.operator](compiler.number(expression.left), compiler.number(expression.right));
        case 'call': {
          if (expression.name === 'if') return chosen(expression, compiler, compiler.number) ?? (() => Number.NaN);
          const code = compileCall(expression, compiler);
          if (code.type === 'number') return code.run;
          break;
        }
        case 'rows':
          return firstRow(compiler.rows(expression));
        default:
          break;
      }
      const value = compiler.value(expression);
      return (scope) => toNumber(value(scope));
    },

    text(expression) {
      switch (expression.kind) {
        case 'string': {
          const { value } = expression;
          return () => value;
        }
        case 'column': {
          const { name } = expression;
          return (scope) => scope.columns[name] ?? '';
        }
        case 'call': {
          if (expression.name === 'if') return chosen(expression, compiler, compiler.text) ?? (() => '');
          const code = compileCall(expression, compiler);
          if (code.type === 'string') return code.run;
          break;
        }
        default:
          break;
      }
      const value = compiler.value(expression);
      return (scope) => toText(value(scope));
    },

    boolean(expression) {
      if (expression.kind === 'binary' && !isArithmetic(expression.operator)) return compileTest(expression, compiler);
      if (expression.kind === 'call') {
        if (expression.name === 'if') return chosen(expression, compiler, compiler.boolean) ?? (() => false);
        const code = compileCall(expression, compiler);
        if (code.type === 'boolean') return code.run;
      }
      const value = compiler.value(expression);
      return (scope) => toBoolean(value(scope));
    },

    value(expression) {
      if (expression.kind === 'ref') return once(reads, expression.name, () => readPlace(locate(expression.name)));
      if (expression.kind === 'self') return (scope) => scope.self;
      if (expression.kind === 'call' && expression.name === 'if')
        return chosen(expression, compiler, compiler.value) ?? (() => null);
      if (expression.kind === 'call' && expression.name === 'coalesce') return compileCoalesce(expression, compiler);
      switch (staticType(expression)) {
        case 'number':
          return compiler.number(expression);
        case 'boolean':
          return compiler.boolean(expression);
        default:
          return compiler.text(expression);
      }
    },

    rows: (expression) => compileRows(expression, locate, compiler),
  };
  return compiler;
}

function once<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

const arithmetic = {
  '+':
    (left: NumberCode, right: NumberCode): NumberCode =>
    (scope) =>
      left(scope) + right(scope),
  '-':
    (left: NumberCode, right: NumberCode): NumberCode =>
    (scope) =>
      left(scope) - right(scope),
  '*':
    (left: NumberCode, right: NumberCode): NumberCode =>
    (scope) =>
      left(scope) * right(scope),
  div:
    (left: NumberCode, right: NumberCode): NumberCode =>
    (scope) =>
      left(scope) / right(scope),
  mod:
    (left: NumberCode, right: NumberCode): NumberCode =>
    (scope) =>
      left(scope) % right(scope),
} as const;

/** `if`, its branches already in the wanted type. */
function chosen<T>(
  call: Expression & { kind: 'call' },
  compiler: Compiler,
  compile: (expression: Expression) => (scope: Scope) => T,
): ((scope: Scope) => T) | null {
  const [condition, whenTrue, whenFalse] = call.args;
  if (condition === undefined || whenTrue === undefined || whenFalse === undefined) return null;
  const test = compiler.boolean(condition);
  const first = compile(whenTrue);
  const second = compile(whenFalse);
  return (scope) => (test(scope) ? first(scope) : second(scope));
}

function compileCoalesce(call: Expression & { kind: 'call' }, compiler: Compiler): ValueCode {
  const [preferred, fallback] = call.args.map(compiler.value);
  return (scope) => {
    const value = preferred?.(scope) ?? null;
    return toText(value) === '' ? (fallback?.(scope) ?? null) : value;
  };
}

function compileTest({ operator, left, right }: Expression & { kind: 'binary' }, compiler: Compiler): BooleanCode {
  if (operator === 'and' || operator === 'or') {
    const first = compiler.boolean(left);
    const second = compiler.boolean(right);
    return operator === 'and' ? (scope) => first(scope) && second(scope) : (scope) => first(scope) || second(scope);
  }
  if (operator === '=' || operator === '!=') {
    const same =
      left.kind === 'ref' && right.kind === 'string'
        ? isText(compiler.value(left), right.value)
        : compileEquality(left, right, compiler);
    return operator === '=' ? same : (scope) => !same(scope);
  }
  const first = compiler.number(left);
  const second = compiler.number(right);
  if (operator === '<') return (scope) => first(scope) < second(scope);
  if (operator === '<=') return (scope) => first(scope) <= second(scope);
  if (operator === '>') return (scope) => first(scope) > second(scope);
  return (scope) => first(scope) >= second(scope);
}

/** By far the most frequent test, `${question} = 'option'`: one closure instead of four. */
function isText(read: ValueCode, text: string): BooleanCode {
  return (scope) => {
    const value = read(scope);
    return value === text || (typeof value !== 'string' && toText(value) === text);
  };
}

function compileEquality(left: Expression, right: Expression, compiler: Compiler): BooleanCode {
  const types = [staticType(left), staticType(right)];
  if (types.includes('mixed')) return pair(compiler.value, sameAtRunTime, left, right);
  if (types.includes('boolean')) return pair(compiler.boolean, Object.is, left, right);
  if (types.includes('number')) return pair(compiler.number, (a, b) => a === b, left, right);
  return pair(compiler.text, (a, b) => a === b, left, right);
}

function pair<T>(
  compile: (expression: Expression) => (scope: Scope) => T,
  same: (a: T, b: T) => boolean,
  left: Expression,
  right: Expression,
): BooleanCode {
  const first = compile(left);
  const second = compile(right);
  return (scope) => same(first(scope), second(scope));
}

function sameAtRunTime(left: Value, right: Value): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left) === toBoolean(right);
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) === toNumber(right);
  return toText(left) === toText(right);
}

function readPlace(place: Place): (scope: Scope) => AnswerValue {
  switch (place.kind) {
    case 'top': {
      const { id } = place;
      return (scope) => scope.effective[id] ?? null;
    }
    case 'row': {
      const { slot } = place;
      return (scope) => scope.row?.effective[slot] ?? null;
    }
    case 'repeat':
      return () => null;
  }
}

/** Rows of a hidden repeat are not there; a hidden question of a row is there and blank. */
function compileRows(expression: Expression & { kind: 'rows' }, locate: Locate, compiler: Compiler): RowsCode {
  const place = locate(expression.name);
  if (place.kind === 'top') {
    const read = readPlace(place);
    return (scope, each) => each(read(scope));
  }
  const where = expression.where === null ? null : compiler.boolean(expression.where);
  const { repeat } = place;
  const read = place.kind === 'row' ? readSlot(place.slot) : (row: RowState): AnswerValue => row.id;
  return (scope, each) => {
    if (scope.repeatRelevant[repeat] !== 1) return;
    const rows = scope.rows[repeat] ?? [];
    if (where === null) {
      for (const row of rows) each(read(row));
      return;
    }
    const { self } = scope;
    for (const row of rows) {
      scope.self = read(row);
      if (where(scope)) each(scope.self);
    }
    scope.self = self;
  };
}

function readSlot(slot: number): (row: RowState) => AnswerValue {
  return (row) => row.effective[slot] ?? null;
}

/** Rows outside an aggregate are refused by the compiler of definitions; read as a number they are their first row, as in XPath. */
function firstRow(rows: RowsCode): NumberCode {
  return (scope) => {
    const values: AnswerValue[] = [];
    rows(scope, (value) => values.push(value));
    return toNumber(values[0] ?? null);
  };
}
