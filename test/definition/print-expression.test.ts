import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpression } from '../../src/definition/parse-expression.ts';
import { printExpression } from '../../src/definition/print-expression.ts';
import { chanceOf } from '../engine/random.ts';
import { randomCondition, randomNumber, randomText } from '../engine/random-expression.ts';

const options = {
  names: [
    { name: 'n', type: 'number', rows: false },
    { name: 's', type: 'select_one', rows: false },
    { name: 'm', type: 'select_multiple', rows: false },
    { name: 't', type: 'text', rows: false },
    { name: 'c', type: 'number', rows: true },
  ],
  repeats: ['r'],
  depth: 3,
} as const;

function tree(text: string): unknown {
  const parsed = parseExpression(text);
  if (parsed.kind === 'invalid') throw new Error(`${text}: ${parsed.message}`);
  return parsed.expression;
}

test('[D18] printed text reads back as the same tree', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(randomCondition, randomNumber, randomText), (seed, random) => {
      const parsed = parseExpression(random(chanceOf(seed), options));
      if (parsed.kind === 'invalid') throw new Error(parsed.message);
      expect(tree(printExpression(parsed.expression))).toEqual(parsed.expression);
    }),
  );
});

test.each([
  "${a} = 'x' or ${b} = \"it's\" and not(${c} != '')",
  '1 - (2 - 3) - 4',
  '-(${a} + 1) * 2',
  "count(${a}[. = 'yes']) div 2",
  "${equipment_total} = '' or . <= ${equipment_total}",
])('[D18] %s is printed as it stands', (text) => {
  const parsed = parseExpression(text);
  expect(parsed.kind === 'ok' ? printExpression(parsed.expression) : parsed).toBe(text);
});
