/** The numbered rules of docs/rules.md: a number names one rule, and a test title cites rules that are there. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where a rule is stated: `**E12**`; several at once as `**E12–E14**` and `**E12, E20**`. */
const stated = [...readFileSync('docs/rules.md', 'utf8').matchAll(/\*\*([A-Z]\d[A-Z\d–, ]*)\*\*/gu)]
  .flatMap(([, bold = '']) => bold.split(', '))
  .flatMap((part) => {
    const [first = '', last = first] = part.split('–');
    const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
    return Array.from({ length: to - from + 1 }, (_, step) => `${first.slice(0, 1)}${String(from + step)}`);
  });

test('a number names one rule', () => {
  expect(stated.length).toBeGreaterThan(500);
  expect(stated.filter((rule, index) => stated.indexOf(rule) !== index)).toEqual([]);
});

test('a test title cites rules that are stated', () => {
  const known = new Set(stated);
  const cited = globSync('test/**/*.{test,spec}.{ts,tsx}', { exclude: ['**/node_modules/**'] }).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\[([A-Z]\d+)\](?=[^\n]*['`"])/gu)].map(([, rule = '']) => `${file}: ${rule}`),
  );
  expect(cited.length).toBeGreaterThan(1000);
  expect(cited.filter((each) => !known.has(each.split(': ')[1] ?? ''))).toEqual([]);
});
