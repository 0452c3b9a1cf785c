import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDefinition } from '../../src/definition/compile.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { completeness, openCompleteness } from '../../src/diagnosis/completeness.ts';
import { emptyAnswers } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { openSession } from '../../src/engine/session.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { generateForm } from '../bench/forms/generate-form.ts';
import { toDefinition } from '../bench/forms/to-definition.ts';
import { chanceOf } from '../engine/random.ts';
import { randomDefinition, someAnswer } from '../engine/random-definition.ts';
import { randomAnswer, randomAnswers } from '../scoring/random-answers.ts';

const shipped = (await loadDefinitions(definitionsFolder())).map(({ compiled }) => compiled);

test('[G5] completeness kept through any edits and photos equals completeness counted from scratch', () => {
  let edits = 0;
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, real) => {
      const chance = chanceOf(seed);
      const compiled = real ? chance.pick(shipped) : randomDefinition(seed, { filters: true });
      fc.pre(compiled !== null);
      const session = openSession(compiled, real ? randomAnswers(compiled, chance) : emptyAnswers);
      const living = openCompleteness(compiled, session);
      const { questions, repeats } = indexDefinition(compiled);
      let evidence: Readonly<Record<string, number>> = {};
      for (let edit = 0; edit < 12; edit += 1) {
        const { question, repeat } = chance.pick([...questions.values()]);
        const value = real ? randomAnswer(question, chance) : someAnswer(question.type, chance.int(0, 1000));
        const row = `row${String(chance.int(0, 2))}`;
        if (repeats.size > 0 && chance.bool(0.3)) {
          const name = chance.pick([...repeats.keys()]);
          living.apply(chance.bool(0.7) ? session.addRow(name, row) : session.removeRow(name, row));
        }
        const path = repeat === null ? question.name : `${repeat}/${row}/${question.name}`;
        living.apply(session.set(path, chance.bool(0.2) ? null : value));
        if (chance.bool(0.4)) evidence = { ...evidence, [path]: chance.int(0, 2) };
        if (chance.bool(0.1)) evidence = {};
        if (chance.bool(0.3)) continue;
        const expected = completeness(compiled, evaluateAll(compiled, session.answers()), evidence);
        expect(living.result(evidence)).toEqual(expected);
        edits += 1;
      }
    }),
    { numRuns: 80 },
  );
  expect(edits).toBeGreaterThan(300);
});

test('[G5] an answer counts its section again and no other, however many there are', () => {
  const outcome = compileDefinition(toDefinition(generateForm(1000, 0)), 'long.yaml');
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  const session = openSession(outcome.compiled, emptyAnswers);
  const living = openCompleteness(outcome.compiled, session);
  living.result({});
  const counted = living.recomputedCount;
  living.apply(session.set('s7_q4', 'typed'));
  living.apply(session.set('s7_q2', 12));
  expect(living.result({}).answered).toBe(2);
  expect(living.recomputedCount - counted).toBe(1);
  expect(living.result({ s9_q0: 1 }).answered).toBe(2);
  expect(living.recomputedCount - counted).toBe(2);
});
