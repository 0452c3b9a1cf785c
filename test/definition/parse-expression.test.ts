import { expect, test } from 'vitest';
import type { Expression } from '../../src/definition/expression.ts';
import { referencesOf } from '../../src/definition/expression.ts';
import { foldExpression } from '../../src/definition/fold-expression.ts';
import { parseExpression } from '../../src/definition/parse-expression.ts';

function parsed(text: string): Expression {
  const outcome = parseExpression(text);
  if (outcome.kind === 'invalid') throw new Error(outcome.message);
  return outcome.expression;
}

/** The tree written with every bracket. */
function bracketed(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'string':
      return `'${expression.value}'`;
    case 'ref':
      return expression.name;
    case 'rows':
      return `${expression.name}[${expression.where === null ? '' : bracketed(expression.where)}]`;
    case 'self':
      return '.';
    case 'column':
      return `@${expression.name}`;
    case 'negate':
      return `-${bracketed(expression.operand)}`;
    case 'binary':
      return `(${bracketed(expression.left)} ${expression.operator} ${bracketed(expression.right)})`;
    case 'call':
      return `${expression.name}(${expression.args.map(bracketed).join(',')})`;
  }
}

test.each([
  ['1 + 2 * 3', '(1 + (2 * 3))'],
  ['1 - 2 - 3', '((1 - 2) - 3)'],
  ['2 * -3 div 4', '((2 * -3) div 4)'],
  ["${a} = 'x' or ${b} > 1 and ${c} < 2", "((a = 'x') or ((b > 1) and (c < 2)))"],
  ['${a} + 1 >= ${b} = true()', '(((a + 1) >= b) = true())'],
  ["count(${step}[. = 'yes'])", "count(step[(. = 'yes')])"],
  ["level <= ${x} and name != 'other'", "((@level <= x) and (@name != 'other'))"],
  ['count-selected(${a})-1', '(count-selected(a) - 1)'],
  ['. > .5', '(. > 0.5)'],
  ['${ a }mod 2', '(a mod 2)'],
])('[D9] %s reads as %s', (text, tree) => {
  expect(bracketed(parsed(text))).toBe(tree);
});

test.each([
  ['1 +', 3],
  ['(1', 2],
  ['1 2', 2],
  ["'open", 0],
  ['${a', 0],
  ['#', 0],
  ['selected(${a})', 0],
  ['${a}[. = 1', 10],
])('[D9] %s is refused at character %i', (text, at) => {
  expect(parseExpression(text)).toMatchObject({ kind: 'invalid', at });
});

test('[D9] references are listed once, in order', () => {
  expect(referencesOf(parsed('${b} + ${a} * ${b} + sum(${rows}[. > ${c}])'))).toEqual(['b', 'a', 'rows', 'c']);
});

test.each([
  ["${a} = 'x' and ${b} = 'y'", { a: 'z' }, false],
  ["${a} = 'x' and ${b} = 'y'", { a: 'x' }, undefined],
  ["${a} = 'x' or ${b} = 'y'", { a: 'x' }, true],
  ["not(${a} = 'x')", { a: 'x' }, false],
  ["if(${a} = 'x', 1 + 1, 3) = 2", { a: 'x' }, true],
  ["selected(${a}, 'x')", { a: 'x' }, true],
  ['string-length(${a}) > 1', { a: 'x' }, undefined],
  ['-2 * 3 < 10 mod 4 - 1 div 2', {}, true],
])('[D10] what %s means is known as far as the answers go', (text, known, value) => {
  expect(foldExpression(parsed(text), new Map(Object.entries(known)))).toBe(value);
});
