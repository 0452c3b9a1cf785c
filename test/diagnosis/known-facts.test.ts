import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { factFaults, readFacts } from '../../src/definition/facts.ts';
import { factsOf, levelFactsOf, monthsSince, newestOf, offersFor } from '../../src/diagnosis/known-facts.ts';
import type { KnownFact } from '../../src/diagnosis/known-facts.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { answersFromJson } from '../../src/engine/answers-from-json.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { latestEdition, loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { loadFacts } from '../../src/server/definitions/load-facts.ts';
import { aDefinition, bend } from '../definition/a-definition.ts';

const folder = definitionsFolder();
const definitions = await loadDefinitions(folder);
const dictionary = await loadFacts(folder);

function shipped(id: string): CompiledDefinition {
  const found = latestEdition(definitions, id);
  if (found === null) throw new Error(`${id} is not there`);
  return found.compiled;
}

const written = { op: 'op1', at: '2026-03-01T08:00:00Z' };

function stated(
  compiled: CompiledDefinition,
  values: Readonly<Record<string, AnswerValue>>,
  assessment = 'a1',
): readonly KnownFact[] {
  const form = evaluateAll(compiled, { values, rows: {} });
  return factsOf(compiled, form, { assessment, visited: '2026-03-01', writtenBy: () => written });
}

test('[D15] every question of every definition fits the dictionary of facts', () => {
  for (const { compiled } of definitions) expect([compiled.id, factFaults(compiled, dictionary)]).toEqual([compiled.id, []]);
});

test('[D15] a question whose fact is unknown, or has another unit, period or type, is refused', () => {
  const place = ['survey', 0, 'children', 3] as const;
  const faults = (fact: unknown, unit?: string): readonly string[] =>
    factFaults(
      aDefinition((source) => {
        bend([...place, 'fact'], fact)(source);
        bend([...place, 'unit'], unit)(source);
      }),
      dictionary,
    ).map(({ question, message }) => `${question} ${message}`);
  expect(faults('equipment_total', '台')).toEqual([]);
  expect(faults('equipment_totl', '台')[0]).toContain('是不是“equipment_total”');
  expect(faults('equipment_total', '套')[0]).toContain('单位');
  expect(faults('headcount', '人')[0]).toContain('last-year');
  expect(faults({ id: 'equipment_total', period: 'last-year' }, '台')[0]).toContain('当天');
  expect(faults('industry_code')[0]).toContain('text');
});

test('[D15] a dictionary that is none is refused with its line', async () => {
  const yaml = await readFile(join(folder, 'facts.yaml'), 'utf8');
  expect(readFacts(yaml.replace('period: now, shelf_life_months: 1,', 'period: soon, shelf_life_months: 1,'))).toMatchObject({
    kind: 'invalid',
    problems: [expect.stringMatching(/^\d+: facts\.base_year\.period/)],
  });
  expect(readFacts('facts: [')).toMatchObject({ kind: 'invalid' });
});

test('[F2] a form states its facts by the base year it names, or by the year before the visit', () => {
  const two = shipped('two-integration');
  const named = stated(two, { base_year: 2024, revenue: 900, xy01_prev: 800, equipment_total: 50 });
  expect(named.map(({ id, period, value }) => [id, period, value])).toEqual([
    ['revenue', '2024', 900],
    ['equipment_total', '2026-03-01', 50],
    ['revenue', '2023', 800],
  ]);
  expect(stated(two, { revenue: 900 })[0]?.period).toBe('2025');
});

test('[F4] hidden, blank and wrong answers are no facts; a computed rate is one', () => {
  const two = shipped('two-integration');
  const found = stated(two, { equipment_total: 10, equipment_digital: 20, headcount: 0, equipment_networked: 5 });
  expect(found.map(({ id }) => id)).toEqual(['equipment_total', 'equipment_networked', 'equipment_networked_rate']);
  expect(found.at(-1)).toMatchObject({ value: 50, source: { assessment: 'a1', question: 'jc09', ...written } });
});

test('[F1] [F2] an assessment is offered what another one stated of the same year or most recently', () => {
  const sme = shipped('sme-digital-level');
  const known = [
    ...stated(shipped('two-integration'), { base_year: 2025, headcount: 120, revenue: 900, xy01_prev: 800, equipment_total: 50 }),
  ];
  const form = evaluateAll(sme, { values: {}, rows: {} });
  const offers = offersFor(sme, form, known, dictionary, { assessment: 'a2', visited: '2026-04-01' });
  expect(offers.map(({ question, fact }) => [question, fact.value])).toEqual([
    ['headcount_last', 120],
    ['revenue_last', 900],
    ['revenue_prev', 800],
    ['equipment_total', 50],
  ]);
  expect(offersFor(sme, form, known, dictionary, { assessment: 'a1', visited: '2026-04-01' })).toEqual([]);
  const older = evaluateAll(sme, { values: { base_year: 2024 }, rows: {} });
  const shifted = offersFor(sme, older, known, dictionary, { assessment: 'a2', visited: '2026-04-01' });
  expect(shifted.map(({ question, fact }) => [question, fact.value])).toEqual([
    ['revenue_last', 800],
    ['equipment_total', 50],
  ]);
});

test('[F1] what the question cannot hold is not offered', () => {
  const sme = shipped('sme-digital-level');
  const source = { assessment: 'a9', definition: 'x', question: 'q', op: null, at: '2026-01-01' };
  const known: readonly KnownFact[] = [
    { id: 'headcount', period: '2025', value: 12.5, source },
    { id: 'systems', period: '2026-01-01', value: ['erp', 'abacus'], source },
  ];
  const form = evaluateAll(sme, { values: {}, rows: {} });
  expect(offersFor(sme, form, known, dictionary, { assessment: 'a2', visited: '2026-04-01' })).toEqual([]);
});

test('[F3] a value is expired when more months than its shelf life have passed', () => {
  expect([monthsSince('2024', '2025-01-31'), monthsSince('2024', '2026-06-30'), monthsSince('2024', '2026-07-31')]).toEqual([
    1, 17, 19,
  ]);
  expect([
    monthsSince('2025-05-20', '2025-06-19'),
    monthsSince('2025-05-20', '2025-06-20'),
    monthsSince('2025-05-20', '2025-01-01'),
  ]).toEqual([0, 1, 0]);
  const sme = shipped('sme-digital-level');
  const known = stated(shipped('two-integration'), { equipment_total: 50 });
  const form = evaluateAll(sme, { values: {}, rows: {} });
  const offered = (visited: string): unknown =>
    offersFor(sme, form, known, dictionary, { assessment: 'a2', visited }).map(({ ageMonths, expired }) => [ageMonths, expired]);
  expect(offered('2027-03-01')).toEqual([[12, false]]);
  expect(offered('2027-04-01')).toEqual([[13, true]]);
});

test('[F1] the newest is of the latest period, and of that the one written last, in whatever order they come', () => {
  const fact = fc.record({
    period: fc.constantFrom('2023', '2024', '2024-12-30', '2025-01-01'),
    at: fc.constantFrom('1', '2', '3'),
  });
  fc.assert(
    fc.property(fc.array(fact, { minLength: 1, maxLength: 6 }), (drawn) => {
      const known = drawn.map(({ period, at }, index): KnownFact => ({
        id: 'x',
        period,
        value: index,
        source: { assessment: 'a', definition: 'd', question: 'q', op: null, at },
      }));
      const key = ({ period, source }: KnownFact): string => `${period.length === 4 ? `${period}-12-31` : period} ${source.at}`;
      const newest = newestOf(known);
      expect(newest === null ? null : key(newest)).toBe(known.map(key).toSorted().at(-1));
      expect(newestOf([])).toBeNull();
    }),
  );
});

test('[F5] the level that a maturity assessment came to is a fact that a factory assessment is offered; none while it cannot be told', async () => {
  const maturity = shipped('smart-manufacturing-maturity');
  const file = join(folder, 'smart-manufacturing-maturity', '2020.examples.json');
  const examples = JSON.parse(await readFile(file, 'utf8')) as readonly {
    answers: Record<string, string>;
    expected: { level: string };
  }[];
  const example = examples.find(({ expected }) => expected.level === 'l2') ?? examples[0];
  const parsed = answersFromJson(maturity, example?.answers ?? {});
  if (parsed.kind !== 'ok') throw new Error('the example does not read');
  const when = { assessment: 'm1', visited: '2026-03-01', writtenAt: written.at };
  const known = levelFactsOf(maturity, evaluateAll(maturity, parsed.answers), dictionary, when);
  expect(known).toMatchObject([{ id: 'cmmm_level', value: example?.expected.level, period: '2026-03-01' }]);

  const factory = shipped('smart-factory');
  const blank = evaluateAll(factory, { values: {}, rows: {} });
  const offers = offersFor(factory, blank, known, dictionary, { assessment: 'f1', visited: '2026-05-01' });
  expect(offers).toMatchObject([{ question: 'cmmm', fact: { value: example?.expected.level }, expired: false }]);

  expect(levelFactsOf(maturity, evaluateAll(maturity, { values: {}, rows: {} }), dictionary, when)).toEqual([]);
  expect(levelFactsOf(factory, blank, dictionary, when)).toEqual([]);
});
