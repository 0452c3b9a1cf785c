import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { askAgain } from '../../src/diagnosis/ask-again.ts';
import { completeness } from '../../src/diagnosis/completeness.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { aDefinition } from '../definition/a-definition.ts';
import { chanceOf } from '../engine/random.ts';
import { randomAnswers } from '../scoring/random-answers.ts';

const shipped = (await loadDefinitions(definitionsFolder())).map(({ compiled }) => compiled);

test('[V32] what a follow-up asks reads and scores as in the whole definition, and nothing else is asked', () => {
  let reduced = 0;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = chanceOf(seed);
      const whole = chance.pick(shipped);
      const all = indexDefinition(whole).questions;
      const inputs = [...all.values()].filter(({ question }) => question.type !== 'calculate' && question.type !== 'note');
      const asked = [chance.pick(inputs), chance.pick(inputs)].map(({ question }) => question.name);
      const part = askAgain(whole, { questions: asked });
      const { questions } = indexDefinition(part);
      expect(asked.filter((name) => !questions.has(name))).toEqual([]);
      if (questions.size < all.size) reduced += 1;
      const answers = randomAnswers(whole, chance);
      const before = evaluateAll(whole, answers);
      const after = evaluateAll(part, answers);
      const paths = after.paths.filter((path) => questions.has(path.split('/').at(-1) ?? path));
      for (const path of paths) expect([path, after.state(path)]).toEqual([path, before.state(path)]);
      const { items, level, measures } = scoreAll(part, after);
      expect([level, measures]).toEqual([null, {}]);
      const expected = scoreAll(whole, before).items;
      for (const [name, score] of Object.entries(items)) expect([name, score]).toEqual([name, expected[name]]);
    }),
    { numRuns: 120 },
  );
  expect(reduced).toBeGreaterThan(60);
});

test('[V32] questions that are not asked again count as neither open nor missing', () => {
  const whole = aDefinition();
  const part = askAgain(whole, { questions: ['share'] });
  const answers = { values: { kind: 'x' }, rows: {} };
  const done = completeness(part, evaluateAll(part, answers), {});
  expect(done.sections.flatMap(({ unanswered }) => unanswered)).toEqual(['share']);
  expect(done.total).toBeLessThan(completeness(whole, evaluateAll(whole, answers), {}).total);
});

test('[V32] without a follow-up nothing changes; the same questions give the same object; unknown ones ask nothing', () => {
  const whole = aDefinition();
  expect(askAgain(whole, undefined)).toBe(whole);
  expect(askAgain(whole, { questions: ['share', 'kind'] })).toBe(askAgain(whole, { questions: ['kind', 'share', 'kind'] }));
  expect(askAgain(whole, { questions: ['gone'] }).sections).toEqual([]);
});
