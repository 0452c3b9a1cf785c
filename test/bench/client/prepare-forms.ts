/** Forms in the two formats that are made before a phone sees them: our compiled JSON and Enketo's HTML. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { canonicalJson } from '../../../src/shared/canonical-json.ts';
import type { CompiledDefinition } from '../../../src/definition/compiled.ts';
import { compileDefinition } from '../../../src/definition/compile.ts';
import type { Form } from '../forms/form.ts';
import { fromDefinition } from '../forms/from-definition.ts';
import { generateForm } from '../forms/generate-form.ts';
import { toDefinition } from '../forms/to-definition.ts';
import type { FormChoice } from '../systems.ts';
import { demoAnswers } from '../../../src/server/demo/demo-answers.ts';
import { benchFolder, pagesFolder } from './bundle-pages.ts';
import type { Driver } from './driver.ts';

export function writeCompiled(form: Form): void {
  const outcome = compileDefinition(toDefinition(form), `${form.id}.yaml`);
  if (outcome.kind === 'invalid') {
    const first = outcome.problems.slice(0, 5).map((problem) => `${problem.question ?? ''} ${problem.message} ${problem.advice}`);
    throw new Error(`the generated definition does not compile: ${first.join('; ')}`);
  }
  write(`definitions/${form.id}.json`, canonicalJson(outcome.compiled));
}

/** The neutral form of a choice: generated, or our own definition for the peers. */
export function formOf(choice: FormChoice): Form {
  return choice === 'two-integration' ? fromDefinition(realDefinition()) : generateForm(choice.questions, choice.rows);
}

/** Our own definition with a full draft of an invented firm; returns its weight on the wire in bytes. */
export function writeReal(): number {
  const compiled = realDefinition();
  const firm = { headcount: 320, revenue: 18_600, productionType: 'discrete_small' };
  const { values, processes } = demoAnswers(compiled, firm, { maturity: 0.6, seed: 'bench', share: 1 });
  const rows = processes.map(({ name, controlled }, index) => ({
    id: `r${String(index + 1)}`,
    values: { key_process_name: name, key_process_controlled: controlled ? 'yes' : 'no' },
  }));
  const text = canonicalJson(compiled);
  write('definitions/two-integration.json', text);
  write('definitions/two-integration-answers.json', JSON.stringify({ values, rows: { key_processes: rows } }));
  return gzipSync(text, { level: 9 }).byteLength;
}

function realDefinition(): CompiledDefinition {
  const file = 'two-integration/2013-1.yaml';
  const outcome = compileDefinition(readFileSync(join(benchFolder, '../../survey-definitions', file), 'utf8'), file);
  if (outcome.kind === 'invalid') throw new Error(`${file} does not compile`);
  return outcome.compiled;
}

export async function writeEnketo(driver: Driver, form: Form): Promise<void> {
  const { page, close } = await driver.open('enketo-transform', '', 1);
  const text = await page.evaluate((given) => globalThis.transformForEnketo?.(given), form);
  await close();
  if (text === undefined) throw new Error('Enketo’s transformer is not in its page');
  write(`enketo/${form.id}.json`, text);
}

function write(path: string, text: string): void {
  const file = join(pagesFolder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
