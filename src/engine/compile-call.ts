/** The functions of the expression language, as closures. Meanings follow XPath 1.0 and ODK XForms, as `@getodk/xpath` has them. */
import type { Expression } from '#definition/expression.ts';
import type { BooleanCode, Compiler, NumberCode, TextCode } from './code.ts';
import type { Scope } from './scope.ts';
import { listItems, toNumber, toText, trimBlanks } from './xpath-values.ts';

type Call = Expression & { readonly kind: 'call' };

export type CallCode =
  | { readonly type: 'number'; readonly run: NumberCode }
  | { readonly type: 'string'; readonly run: TextCode }
  | { readonly type: 'boolean'; readonly run: BooleanCode }
  /** `if` and `coalesce`: the caller compiles their branches to the type it wants. */
  | { readonly type: 'mixed' };

export function compileCall(call: Call, compiler: Compiler): CallCode {
  switch (call.name) {
    case 'if':
    case 'coalesce':
      return { type: 'mixed' };
    case 'selected':
    case 'contains':
    case 'starts-with':
    case 'not':
    case 'true':
    case 'false':
      return { type: 'boolean', run: compileTest(call, compiler) };
    case 'string':
    case 'concat':
    case 'substr':
      return { type: 'string', run: compileString(call, compiler) };
    case 'count':
    case 'count-non-empty':
    case 'sum':
    case 'min':
    case 'max':
      return { type: 'number', run: compileAggregate(call, compiler) };
    case 'count-selected':
    case 'round':
    case 'int':
    case 'abs':
    case 'number':
    case 'string-length':
      return { type: 'number', run: compileNumeric(call, compiler) };
  }
}

function compileTest(call: Call, compiler: Compiler): BooleanCode {
  const [first, second] = call.args;
  switch (call.name) {
    case 'true':
      return () => true;
    case 'not': {
      const condition = first === undefined ? () => false : compiler.boolean(first);
      return (scope) => !condition(scope);
    }
    case 'selected': {
      const list = first === undefined ? () => null : compiler.value(first);
      const option = text(second, compiler);
      return (scope) => {
        const value = list(scope);
        const wanted = trimBlanks(option(scope));
        return typeof value === 'object' && value !== null && wanted !== ''
          ? value.includes(wanted)
          : listItems(toText(value)).includes(wanted);
      };
    }
    case 'contains': {
      const [whole, part] = [text(first, compiler), text(second, compiler)];
      return (scope) => whole(scope).includes(part(scope));
    }
    case 'starts-with': {
      const [whole, part] = [text(first, compiler), text(second, compiler)];
      return (scope) => whole(scope).startsWith(part(scope));
    }
    default:
      return () => false;
  }
}

function compileString(call: Call, compiler: Compiler): TextCode {
  const [first, second, third] = call.args;
  if (call.name === 'string') return text(first, compiler);
  if (call.name === 'concat') {
    const parts = call.args.map((argument) => text(argument, compiler));
    return (scope) => parts.reduce((whole, part) => whole + part(scope), '');
  }
  const whole = text(first, compiler);
  const from = text(second, compiler);
  const to = third === undefined ? null : text(third, compiler);
  return (scope) => {
    const value = whole(scope);
    const start = offset(from(scope), value.length);
    const end = to === null ? value.length : offset(to(scope), value.length);
    return start <= end ? value.slice(start, end) : '';
  };
}

/** A `substr` position: counted from the end when negative; what is no number is the beginning. */
function offset(position: string, length: number): number {
  const parsed = Number.parseInt(position, 10);
  const index = Number.isNaN(parsed) ? 0 : parsed;
  return Math.min(Math.max(0, index < 0 ? length + index : index), length);
}

function compileNumeric(call: Call, compiler: Compiler): NumberCode {
  const [first, second] = call.args;
  const value = first === undefined ? () => Number.NaN : compiler.number(first);
  switch (call.name) {
    case 'abs':
      return (scope) => Math.abs(value(scope));
    case 'int':
      return (scope) => Math.trunc(value(scope));
    case 'round': {
      const decimals = second === undefined ? () => 0 : compiler.number(second);
      return (scope) => roundTo(value(scope), decimals(scope));
    }
    case 'string-length': {
      const whole = text(first, compiler);
      return (scope) => Array.from(whole(scope)).length;
    }
    case 'count-selected': {
      const list = text(first, compiler);
      return (scope) => {
        const value = trimBlanks(list(scope));
        return value === '' ? 0 : listItems(value).length;
      };
    }
    default:
      return value;
  }
}

/** Half away from zero, at `decimals` places. */
function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return (Math.round(Math.abs(value) * scale) / scale) * (value < 0 ? -1 : 1);
}

function compileAggregate(call: Call, compiler: Compiler): NumberCode {
  if (call.name === 'min' || call.name === 'max') {
    const parts = call.args.map((argument) => numbersOf(argument, compiler));
    const better = call.name === 'min' ? Math.min : Math.max;
    return (scope) => {
      let best: number | null = null;
      for (const part of parts) {
        part(scope, (number) => {
          best = best === null ? number : better(best, number);
        });
      }
      return best ?? Number.NaN;
    };
  }
  const argument = call.args[0];
  if (argument === undefined) return () => Number.NaN;
  if (call.name === 'sum') {
    const numbers = numbersOf(argument, compiler);
    return (scope) => {
      let total: number | null = null;
      numbers(scope, (number) => {
        total = total === null ? number : total + number;
      });
      return total ?? Number.NaN;
    };
  }
  if (argument.kind !== 'rows') return () => Number.NaN;
  const rows = compiler.rows(argument);
  const countsBlank = call.name === 'count';
  return (scope) => {
    let count = 0;
    rows(scope, (value) => {
      if (countsBlank || value !== null) count += 1;
    });
    return count;
  };
}

function numbersOf(expression: Expression, compiler: Compiler): (scope: Scope, each: (number: number) => void) => void {
  if (expression.kind === 'rows') {
    const rows = compiler.rows(expression);
    return (scope, each) => rows(scope, (value) => each(toNumber(value)));
  }
  const value = compiler.number(expression);
  return (scope, each) => each(value(scope));
}

function text(expression: Expression | undefined, compiler: Compiler): TextCode {
  return expression === undefined ? () => '' : compiler.text(expression);
}
