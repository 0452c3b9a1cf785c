/** What no line of the source may do, read line by line: a linter that is switched off in one place is not noticed, this is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', 'src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/u.test(name));
const found = (pattern: RegExp, where: (name: string) => boolean = () => true): readonly string[] =>
  files.filter(where).flatMap((name) =>
    readFileSync(join(root, name), 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${String(index + 1)} ${line.trim()}`] : [])),
  );

test('[N6] nothing in the source writes HTML or runs text as code', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(
    found(/\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|document\.write|setHTMLUnsafe|createContextualFragment)\b/u),
  ).toEqual([]);
  expect(found(/\beval\(|new Function\(|\bFunction\(['"`]|setTimeout\(['"`]|setInterval\(['"`]|javascript:/u)).toEqual([]);
});

test('[N7] statements are never put together from text: what is raw is a constant of a migration', () => {
  const raw = found(/\bsql\.raw\(|\.executeSql\(|\.exec\(`|\.prepare\(`[^`]*\$\{|\.query\(`[^`]*\$\{/u, (name) =>
    name.startsWith('server'),
  );
  expect(raw.filter((line) => !/^server\/db\/(?:migrations|migrate)/u.test(line))).toEqual([]);
});
