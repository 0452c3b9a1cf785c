import { indexDefinition } from '#definition/index-definition.ts';
import { definitionJsonSchema, factsJsonSchema } from '#definition/definition-json-schema.ts';
import { factFaults } from '#definition/facts.ts';
import { countFidelity } from '#definition/fidelity.ts';
import { checkExamples } from '#server/definitions/check-examples.ts';
import { lockKey, lockState, readLock, writeLock } from '#server/definitions/definition-lock.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import {
  DefinitionsInvalid,
  listDefinitionFiles,
  loadDefinitions,
  problemLine,
  readDefinition,
} from '#server/definitions/load-definitions.ts';
import { readFactsFile } from '#server/definitions/load-facts.ts';
import type { LoadedDefinition } from '#server/definitions/load-definitions.ts';
import type { Command } from '#cli/command.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- definitions <动作>
  check [--folder 文件夹]   检查全部定义：写法、引用、权重、来源、算例、已发布的版本没有变
  list [--json]            列出全部定义：版本、哈希、来源可靠程度
  schema [--facts]         打印给编辑器用的 JSON Schema（定义文件的，或 facts.yaml 的）
  lock [评估/版本 …]       锁定新发布的版本，不写就是全部；已锁定的不动`,

  async run(args) {
    const [action, ...rest] = args;
    const folder = optionOf(rest, '--folder') ?? definitionsFolder();
    switch (action) {
      case 'check':
        return check(folder);
      case 'list':
        return list(folder, rest.includes('--json'));
      case 'schema':
        process.stdout.write(rest.includes('--facts') ? factsJsonSchema() : definitionJsonSchema());
        return 0;
      case 'lock':
        return lock(folder, wordsOf(rest));
      default:
        process.stderr.write(`${command.usage}\n`);
        return 2;
    }
  },
};

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

/** What is neither an option nor its value. */
function wordsOf(args: readonly string[]): readonly string[] {
  return args.filter((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--folder' && args[index - 1] !== '--edition');
}

async function check(folder: string): Promise<number> {
  const faults: string[] = [];
  const pinned = await readLock(folder);
  const present = new Set<string>();
  const facts = await readFactsFile(folder);
  if (facts.kind === 'invalid') faults.push(...facts.problems.map((line) => `facts.yaml:${line}`));
  for (const file of await listDefinitionFiles(folder)) {
    const outcome = await readDefinition(folder, file);
    if (outcome.kind === 'invalid') {
      faults.push(...outcome.problems.map(problemLine));
      present.add(file.replace(/\.yaml$/, ''));
      continue;
    }
    const { definition } = outcome;
    present.add(lockKey(definition));
    faults.push(...lockFaults(pinned, definition), ...(await checkExamples(folder, definition)));
    if (facts.kind === 'ok') faults.push(...factFaults(definition.compiled, facts.facts).map((line) => `${file}: ${line}`));
  }
  for (const key of Object.keys(pinned)) {
    if (!present.has(key)) faults.push(`${key}.yaml: 已发布的版本不见了。把文件放回来；不再用的版本写 status: retired，不删`);
  }
  if (faults.length > 0) {
    process.stderr.write(faults.map((line) => `${line}\n`).join(''));
    return 1;
  }
  process.stdout.write(`${String(present.size)} 个定义，没有问题\n`);
  return 0;
}

function lockFaults(pinned: Readonly<Record<string, string>>, definition: LoadedDefinition): readonly string[] {
  const { file, hash } = definition;
  switch (lockState(pinned, definition)) {
    case 'same':
    case 'draft':
      return [];
    case 'not-pinned':
      return [`${file}: 新发布的版本还没有锁定。核对无误后运行 definitions lock`];
    case 'changed':
      return [
        `${file}: 已发布的版本被改动（现在的哈希 ${hash.slice(0, 12)}…，锁定的 ${(pinned[lockKey(definition)] ?? '').slice(0, 12)}…）。改回原样；要改内容就另存为新版本文件，换 edition`,
      ];
  }
}

async function list(folder: string, asJson: boolean): Promise<number> {
  const definitions = await loadOrReport(folder);
  if (definitions === null) return 1;
  const rows = definitions.map(({ compiled, hash, file }) => {
    const fidelity = countFidelity(compiled);
    return {
      id: compiled.id,
      edition: compiled.edition,
      title: compiled.title,
      status: compiled.status,
      hash,
      file,
      questions: indexDefinition(compiled).questions.size,
      items: compiled.scoring.items.length,
      fidelity,
    };
  });
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

async function lock(folder: string, wanted: readonly string[]): Promise<number> {
  const definitions = await loadOrReport(folder);
  if (definitions === null) return 1;
  const pinned = await readLock(folder);
  const changed = definitions.filter((definition) => lockState(pinned, definition) === 'changed');
  if (changed.length > 0) {
    process.stderr.write(
      changed
        .flatMap((definition) => lockFaults(pinned, definition))
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 1;
  }
  const fresh = definitions.filter(
    (definition) =>
      lockState(pinned, definition) === 'not-pinned' && (wanted.length === 0 || wanted.includes(lockKey(definition))),
  );
  await writeLock(folder, {
    ...pinned,
    ...Object.fromEntries(fresh.map((definition) => [lockKey(definition), definition.hash])),
  });
  process.stdout.write(
    fresh.length === 0 ? '没有新版本要锁定\n' : fresh.map((definition) => `已锁定 ${lockKey(definition)}\n`).join(''),
  );
  return 0;
}

async function loadOrReport(folder: string): Promise<readonly LoadedDefinition[] | null> {
  try {
    return await loadDefinitions(folder);
  } catch (fault) {
    if (!(fault instanceof DefinitionsInvalid)) throw fault;
    process.stderr.write(`${fault.message}\n`);
    return null;
  }
}
