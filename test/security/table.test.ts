/** The table of checks in docs/security.md says what is tried by which test; a test that is gone or renamed is seen here. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/security.md', root), 'utf8');
const rows = [...page.matchAll(/^\| (\d+) \| ([^|]+) \| (\w+) \| (.*) \|$/gmu)].map(([, number, check, state, where = '']) => ({
  number: Number(number),
  check,
  state,
  where,
  named: [...where.matchAll(/`(test\/[\w./-]+)` “([^”]+)”/gu)].map(([, file = '', title = '']) => ({ file, title })),
}));

test('[N8] the table has a row for each of the 48 checks, each with a state', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
  for (const { number, state } of rows) expect([number, state]).toEqual([number, expect.stringMatching(/^(?:yes|partly|no)$/u)]);
});

test('[N8] what is called tried names tests; what is not wholly tried says what is missing', () => {
  for (const { number, state, named, where } of rows) {
    const words = where.replaceAll(/`test\/[\w./-]+` “[^”]+”[;.]?\s*/gu, '').trim();
    if (state !== 'no') expect([number, named.length]).not.toEqual([number, 0]);
    if (state !== 'yes') expect([number, words.length > 10]).toEqual([number, true]);
  }
});

test('[N8] every test that the table names is there, with that title', () => {
  for (const { number, named } of rows) {
    for (const { file, title } of named) {
      expect([number, file, existsSync(new URL(file, root))]).toEqual([number, file, true]);
      const source = readFileSync(new URL(file, root), 'utf8');
      const titles = [...source.matchAll(/\b(?:test|describe)(?:\.each\([^;]*?\))?\(\s*(['"`])(.*?)\1\s*,/gsu)].map(
        ([, , text]) => text ?? '',
      );
      expect([number, file, title, titles.some((each) => each.includes(title))]).toEqual([number, file, title, true]);
    }
  }
});
