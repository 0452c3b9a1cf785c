import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFacts } from '#definition/facts.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import type { FactsOutcome } from '#definition/facts.ts';

/** A folder without the file has no facts, and then no definition of it may name one. */
export async function readFactsFile(folder: string): Promise<FactsOutcome> {
  let text: string;
  try {
    text = await readFile(join(folder, 'facts.yaml'), 'utf8');
  } catch {
    return { kind: 'ok', facts: {} };
  }
  return readFacts(text);
}

/** The shipped dictionary; a fault in it is a fault of the program's own data. */
export async function loadFacts(folder: string): Promise<FactDictionary> {
  const outcome = await readFactsFile(folder);
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.map((line) => `facts.yaml:${line}`).join('\n'));
  return outcome.facts;
}
