import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definitionHash } from '../../src/definition/definition-hash.ts';
import { definitionJsonSchema, factsJsonSchema } from '../../src/definition/definition-json-schema.ts';
import { countFidelity } from '../../src/definition/fidelity.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { checkExamples } from '../../src/cli/definitions/check-examples.ts';
import { lockState, readLock } from '../../src/server/definitions/definition-lock.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { latestEdition, loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import type { LoadedDefinition } from '../../src/server/definitions/load-definitions.ts';

const folder = definitionsFolder();
const definitions = await loadDefinitions(folder);

function twoIntegration(): LoadedDefinition {
  const found = latestEdition(definitions, 'two-integration');
  if (found === null) throw new Error('two-integration is not there');
  return found;
}

test('[D11] every definition scores its worked examples as written', async () => {
  expect(definitions.length).toBeGreaterThan(0);
  for (const definition of definitions) expect(await checkExamples(folder, definition)).toEqual([]);
});

test('[D12] every published edition is pinned, and nothing pinned has changed', async () => {
  const lock = await readLock(folder);
  for (const definition of definitions) expect([definition.file, lockState(lock, definition)]).toEqual([definition.file, 'same']);
});

test('[D13] the JSON Schema for editors is the one the compiler uses, and each file names it', async () => {
  expect(await readFile(join(folder, 'definition.schema.json'), 'utf8')).toBe(definitionJsonSchema());
  expect(await readFile(join(folder, 'facts.schema.json'), 'utf8')).toBe(factsJsonSchema());
  for (const { file } of definitions) {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../definition.schema.json');
  }
});

test('[D14] the hash changes with the content and with nothing else', () => {
  const { compiled, hash } = twoIntegration();
  expect(definitionHash(JSON.parse(JSON.stringify(compiled)))).toBe(hash);
  expect(definitionHash({ ...compiled, caution: `${compiled.caution}!` })).not.toBe(hash);
  const later = { ...compiled, later: null, more: [], flags: { on: false, deep: {} } };
  expect(definitionHash(later)).toBe(hash);
  expect(definitionHash({ ...later, flags: { on: true, deep: {} } } as typeof later)).not.toBe(hash);
});

test('two-integration has 74 items; a discrete firm answers 71, a process firm 70, a mixed one all', () => {
  const { compiled } = twoIntegration();
  const relevantItems = (kind: string): number => {
    const result = scoreAll(compiled, evaluateAll(compiled, { values: { production_type: kind }, rows: {} }));
    return Object.values(result.items).filter(({ state }) => state !== 'not-relevant').length;
  };
  expect(compiled.scoring.items).toHaveLength(74);
  expect(['discrete_mass', 'discrete_small', 'process', 'mixed'].map(relevantItems)).toEqual([71, 71, 70, 74]);
});

test('two-integration asks for evidence on 19 items and allows it on 41 more', () => {
  const questions = [...indexDefinition(twoIntegration().compiled).questions.values()].map(
    ({ question }) => question.evidence?.need,
  );
  expect(questions.filter((need) => need === 'required')).toHaveLength(19);
  expect(questions.filter((need) => need === 'optional')).toHaveLength(41);
});

test('two-integration never claims its weights, curves and gates for a standard', async () => {
  const { compiled, file } = twoIntegration();
  const { scoring } = countFidelity(compiled);
  expect(scoring).toEqual({ official: 0, secondary: 0, recalled: 0, 'tool-default': 74 + 8 + 1 });
  const text = await readFile(join(folder, file), 'utf8');
  for (const forbidden of ['国标权重', '国标阈值', '国家标准得分', '可替代全国平台']) expect(text).not.toContain(forbidden);
  expect(compiled.caution).toContain('权重与阶段门槛为本工具参考口径');
  expect(compiled.caution).toContain('建议同时在全国平台填报');
});

test('two-integration shows at most nine things to answer on a screen of the phone', () => {
  const { compiled } = twoIntegration();
  const { questions } = indexDefinition(compiled);
  for (const section of compiled.sections) {
    const asked = [...questions.values()].filter(
      (place) => place.section === section.name && place.question.type !== 'calculate',
    );
    expect([section.name, asked.length <= 10]).toEqual([section.name, true]);
  }
});

test('two-integration shows each two-year change by the formula that scores it', () => {
  const { compiled } = twoIntegration();
  const form = evaluateAll(compiled, {
    values: {
      jz01_last: 98,
      jz01_prev: 96,
      jz02_last: 80,
      jz02_prev: 100,
      xy01_last: 120,
      xy01_prev: 100,
      xy02_last: 7,
      xy02_prev: 5,
      jz03_prev: 100,
      jz03_last: 99,
    },
    rows: {},
  });
  expect(['jz01', 'jz02', 'xy01', 'xy02', 'jz03'].map((name) => form.state(name).value)).toEqual([50, 20, 20, 2, -10]);
});
