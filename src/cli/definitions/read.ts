import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareDefinitions } from '#definition/compare-definitions.ts';
import type { Difference } from '#definition/compare-definitions.ts';
import { describeDefinition } from '#definition/describe-definition.ts';
import { countFidelity } from '#definition/fidelity.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { instrumentLines, instrumentsDoc } from '#definition/instruments-doc.ts';
import { compareEditions, listDefinitionFiles, problemLine, readDefinition } from '#server/definitions/load-definitions.ts';
import type { LoadedDefinition } from '#server/definitions/load-definitions.ts';
import { loadFacts } from '#server/definitions/load-facts.ts';
import { loadOrReport } from './check.ts';

export async function list(folder: string, asJson: boolean): Promise<number> {
  const definitions = await loadOrReport(folder);
  if (definitions === null) return 1;
  const rows = definitions.map(({ compiled, hash, file }) => ({
    id: compiled.id,
    edition: compiled.edition,
    title: compiled.title,
    status: compiled.status,
    hash,
    file,
    questions: indexDefinition(compiled).questions.size,
    items: compiled.scoring.items.length,
    fidelity: countFidelity(compiled),
  }));
  if (asJson) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return 0;
  }
  for (const row of rows) {
    process.stdout.write(
      `${row.id} ${row.edition}  ${row.title}  ${row.status}  ${row.hash.slice(0, 12)}  ${String(row.questions)} 题，${String(row.items)} 个计分项\n`,
    );
  }
  return 0;
}

export async function describe(folder: string, id: string, edition: string | null, asJson: boolean): Promise<number> {
  const found = await findEdition(folder, id, edition);
  if (found === null) return 2;
  process.stdout.write(
    asJson
      ? `${JSON.stringify(describeDefinition(found.compiled, found.hash), null, 2)}\n`
      : `${instrumentLines(found).join('\n')}\n`,
  );
  return 0;
}

export async function compare(folder: string, id: string, editions: readonly [string, string], asJson: boolean): Promise<number> {
  const older = await findEdition(folder, id, editions[0]);
  const newer = older === null ? null : await findEdition(folder, id, editions[1]);
  if (older === null || newer === null) return 2;
  const differences = compareDefinitions(older.compiled, newer.compiled);
  if (asJson) process.stdout.write(`${JSON.stringify(differences, null, 2)}\n`);
  else
    process.stdout.write(
      differences.length === 0 ? '没有不同\n' : differences.map((each) => `${differenceLine(each)}\n`).join(''),
    );
  return 0;
}

/** Writes `docs/instruments.md` beside the definitions folder. */
export async function writeDocs(folder: string): Promise<number> {
  const definitions = await loadOrReport(folder);
  if (definitions === null) return 1;
  const path = join(dirname(folder), 'docs', 'instruments.md');
  await writeFile(path, instrumentsDoc(definitions, await loadFacts(folder)));
  process.stdout.write(`已写 ${path}\n`);
  return 0;
}

function differenceLine({ kind, name, label, change, fields }: Difference): string {
  const what = `${kinds[kind]} ${name}${label === '' ? '' : `（${label}）`}`;
  return change === 'changed' ? `${what}：改了 ${fields.join('、')}` : `${what}：${change === 'added' ? '新增' : '删去'}`;
}

const kinds: Readonly<Record<Difference['kind'], string>> = {
  question: '题',
  item: '计分项',
  measure: '维度',
  condition: '条件',
  level: '等级规则',
  about: '说明',
};

/** The edition asked for, or the newest; null after saying what there is instead. */
async function findEdition(folder: string, id: string, edition: string | null): Promise<LoadedDefinition | null> {
  const all = await listDefinitionFiles(folder);
  const own = all.filter((file) => file.startsWith(`${id}/`));
  const file =
    edition === null ? own.toSorted((a, b) => compareEditions(b, a))[0] : own.find((each) => each === `${id}/${edition}.yaml`);
  if (file === undefined) {
    const known =
      own.length === 0
        ? `没有评估“${id}”。可用：${[...new Set(all.map((each) => each.split('/')[0] ?? ''))].join('、')}`
        : `“${id}”没有版本“${edition ?? ''}”。可用：${own.map((each) => each.slice(id.length + 1, -'.yaml'.length)).join('、')}`;
    process.stderr.write(`${known}\n`);
    return null;
  }
  const outcome = await readDefinition(folder, file);
  if (outcome.kind === 'ok') return outcome.definition;
  process.stderr.write(outcome.problems.map((problem) => `${problemLine(problem)}\n`).join(''));
  return null;
}
