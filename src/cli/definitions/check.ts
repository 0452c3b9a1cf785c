import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { factFaults } from '#definition/facts.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import { lockKey, lockState, readLock, writeLock } from '#server/definitions/definition-lock.ts';
import {
  DefinitionsInvalid,
  listDefinitionFiles,
  loadDefinitions,
  problemLine,
  readDefinition,
} from '#server/definitions/load-definitions.ts';
import type { LoadedDefinition } from '#server/definitions/load-definitions.ts';
import { readFactsFile } from '#server/definitions/load-facts.ts';
import { checkExamples } from './check-examples.ts';

/** Everything about the definitions of a folder that must be in order before they are shipped. */
export async function check(folder: string): Promise<number> {
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
    if (facts.kind === 'ok') faults.push(...(await factLines(folder, definition, facts.facts)));
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

/** A name stands once in a definition, so its line can be found in the text. */
async function factLines(
  folder: string,
  { file, compiled }: LoadedDefinition,
  facts: FactDictionary,
): Promise<readonly string[]> {
  const found = factFaults(compiled, facts);
  if (found.length === 0) return [];
  const lines = (await readFile(join(folder, file), 'utf8')).split('\n');
  return found.map(({ question, message }) => {
    const line = lines.findIndex((text) => new RegExp(`\\bname: ${question}\\b`).test(text)) + 1;
    return `${file}:${String(Math.max(1, line))}: [${question}] ${message}`;
  });
}

/** Pins new published editions; with names (`<id>/<edition>`), those alone. */
export async function lock(folder: string, wanted: readonly string[]): Promise<number> {
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

/** Every definition of the folder, or null after printing what is wrong. */
export async function loadOrReport(folder: string): Promise<readonly LoadedDefinition[] | null> {
  try {
    return await loadDefinitions(folder);
  } catch (fault) {
    if (!(fault instanceof DefinitionsInvalid)) throw fault;
    process.stderr.write(`${fault.message}\n`);
    return null;
  }
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
