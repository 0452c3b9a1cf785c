/** What is read on behalf of a person is read through their scope: by its text, so that a query that is written tomorrow fails today. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scopedTables } from '#server/db/in-scope.ts';
import { rowPolicies } from '#server/db/migrations/row-security.ts';

/** The server's own work, for nobody in particular, and why it must see every row. */
const whole: Readonly<Record<string, string>> = {
  'db/in-scope.ts': 'the scope itself',
  'office/list-assessments.ts': 'photos of a row that is in scope, beside it',
  'blobs/commit-evidence.ts': 'the row that it wrote itself, after the scope was asked',
  'db/op-runs.ts': 'receipts, by device and number: the caller names the device’s person, or is the push itself',
  'db/read-held.ts': 'a push: what an op may touch, the judge decides',
  'db/read-scope.ts': 'what a person had and has no more; it puts both scopes to the query itself',
  'db/register-runs.ts': 'pushes and the server’s own chain; people read `registersWithin`',
  'db/registry-packs.ts': 'packs are made once for all people of a region',
  'db/write-enterprises.ts': 'a push: the projection of firms',
  'db/server-storage.ts': 'a push',
  'db/pull-reader.ts': 'receipts of the viewer’s own devices',
  'project.ts': 'a push: projections',
  'prove-actions.ts': 'a push: whether what an action names as its proof is there',
  'push.ts': 'a push: which kind an op is that another one names',
  'server-chain.ts': 'the server writes as itself',
  'import/import-enterprises.ts': 'the registry, from the command line',
  'rescue/import-rescue.ts': 'a bundle, whose place was judged by its person’s region',
  'office/quarantine.ts': 'whether a step that was found in scope is still set aside',
  'jobs/backup.ts': 'a copy of everything',
  'jobs/restore.ts': 'a copy of everything',
  'jobs/collect-uploads.ts': 'files by their names',
  'jobs/scrub-evidence.ts': 'files by their content',
  'jobs/seal-log.ts': 'the log, as a whole',
  'http/evidence-files.ts': 'a signed address: who has it may take the file',
  'firm/firm-links.ts': 'the one assessment of a link: who has it may fill that',
  'firm/firm-form.ts': 'which ops of that assessment came by the link',
  'pack/collect-pack.ts': 'the evidence pack of an assessment that the desk found in scope, or of the command line',
  'jobs/verify-seals.ts': 'the log, as a whole',
  'jobs/verify-chains.ts': 'the log, as a whole',
  'db/migrations/': 'tables, not rows',
};

const folder = 'src/server';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const tables = scopedTables.join('|');
/** A query that begins at such a table, in the builder or in SQL, however it is broken over lines. */
const begins = new RegExp(
  `selectFrom\\(\\s*\\[?\\s*['"\`](?:${tables})\\b|\\bfrom\\s+"?(?:${tables})"?\\b(?!\\s*\\()|(?<!function )\\bwholeTables\\(`,
  'gu',
);

test('[P11] no query for a person begins at a table of places but through their scope', () => {
  const found = new Set<string>();
  const wrong: string[] = [];
  for (const name of files) {
    const code = readFileSync(join(folder, name), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//gu, '')
      .replace(/^\s*\/\/.*$/gmu, '')
      .replace(/^import .*$/gmu, '');
    const hits = [...code.matchAll(begins)].map(([text]) => text);
    if (hits.length === 0) continue;
    const reason = Object.keys(whole).find((path) => name === path || (path.endsWith('/') && name.startsWith(path)));
    if (reason === undefined) wrong.push(`${name}: ${hits.join(', ')}`);
    else found.add(reason);
  }
  expect(wrong).toEqual([]);
  // A list that names what is not so would grow until it allows everything.
  expect(Object.keys(whole).filter((path) => !found.has(path))).toEqual([]);
});

test('[P11] the test sees a query that forgot its scope', () => {
  for (const forgot of [
    "db.selectFrom('assessments').selectAll()",
    "db\n    .selectFrom(\n 'evidence_files')",
    'sql`select * from enterprises where code = ${code}`',
  ])
    expect(forgot.match(begins)).not.toBeNull();
  for (const fine of ["from('assessments')", "db.selectFrom('people')", 'sql`select * from people`'])
    expect(fine.match(begins)).toBeNull();
});

test('[P12] every table of places has a policy of the database as well', () => {
  expect(Object.keys(rowPolicies).sort()).toEqual([...scopedTables, 'evidence_links'].sort());
});
