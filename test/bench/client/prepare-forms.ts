/** Forms in the two formats that are made before a phone sees them: our compiled JSON and Enketo's HTML. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileDefinition } from '../../../src/definition/compile.ts';
import { generateForm } from '../forms/generate-form.ts';
import { toDefinition } from '../forms/to-definition.ts';
import type { Size } from '../systems.ts';
import { demoAnswers } from '../../../src/server/demo/demo-answers.ts';
import { benchFolder, pagesFolder } from './bundle-pages.ts';
import type { Driver } from './driver.ts';

export function writeCompiled(size: Size): void {
  const form = generateForm(size.questions, size.rows);
  const outcome = compileDefinition(toDefinition(form), `${form.id}.yaml`);
  if (outcome.kind === 'invalid') {
    const first = outcome.problems.slice(0, 5).map((problem) => `${problem.question ?? ''} ${problem.message} ${problem.advice}`);
    throw new Error(`the generated definition does not compile: ${first.join('; ')}`);
  }
  write(`definitions/${form.id}.json`, JSON.stringify(outcome.compiled));
}

/** Our own definition with a full draft of an invented firm. */
export function writeReal(): void {
  const file = 'two-integration/2013-1.yaml';
  const outcome = compileDefinition(readFileSync(join(benchFolder, '../../survey-definitions', file), 'utf8'), file);
  if (outcome.kind === 'invalid') throw new Error(`${file} does not compile`);
  const firm = { headcount: 320, revenue: 18_600, productionType: 'discrete_small' };
  const { values, processes } = demoAnswers(outcome.compiled, firm, { maturity: 0.6, seed: 'bench', share: 1 });
  const rows = processes.map(({ name, controlled }, index) => ({
    id: `r${String(index + 1)}`,
    values: { key_process_name: name, key_process_controlled: controlled ? 'yes' : 'no' },
  }));
  write('definitions/two-integration.json', JSON.stringify(outcome.compiled));
  write('definitions/two-integration-answers.json', JSON.stringify({ values, rows: { key_processes: rows } }));
}

export async function writeEnketo(driver: Driver, size: Size): Promise<void> {
  const { page, close } = await driver.open('enketo-transform', '', 1);
  const text = await page.evaluate(({ questions, rows }) => globalThis.transformForEnketo?.(questions, rows), size);
  await close();
  if (text === undefined) throw new Error('Enketo’s transformer is not in its page');
  write(`enketo/${generateForm(size.questions, size.rows).id}.json`, text);
}

function write(path: string, text: string): void {
  const file = join(pagesFolder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
