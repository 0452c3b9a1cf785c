import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { completeness } from '../../src/diagnosis/completeness.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { emptyAnswers } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { openSession } from '../../src/engine/session.ts';
import { openScoreSession } from '../../src/scoring/score-session.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { chanceOf } from '../engine/random.ts';
import { randomAnswer, randomAnswers } from './random-answers.ts';

const definitions = (await loadDefinitions(definitionsFolder())).map(({ compiled }) => compiled);

test.each(definitions.map((compiled) => [compiled.id, compiled] as const))(
  '[S2] the score session of %s equals scoreAll after every edit',
  (_, compiled) => {
    const { questions, repeats } = indexDefinition(compiled);
    const free = [...questions.values()].filter(({ repeat }) => repeat === null).map(({ question }) => question);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const chance = chanceOf(seed);
        const session = openSession(compiled, randomAnswers(compiled, chance));
        const scores = openScoreSession(compiled, session);
        for (let edit = 0; edit < 8; edit += 1) {
          const question = chance.pick(free);
          const repeat = repeats.size > 0 && chance.bool(0.3) ? chance.pick([...repeats.values()]).repeat : null;
          if (repeat === null) scores.apply(session.set(question.name, chance.bool(0.2) ? null : randomAnswer(question, chance)));
          else {
            const row = `new${String(edit)}`;
            scores.apply(session.addRow(repeat.name, row));
            const column = chance.pick(repeat.children).question;
            scores.apply(session.set(`${repeat.name}/${row}/${column.name}`, randomAnswer(column, chance)));
          }
          expect(scores.result()).toEqual(scoreAll(compiled, evaluateAll(compiled, session.answers())));
        }
      }),
      { numRuns: 4 },
    );
  },
);

test.each(definitions.map((compiled) => [compiled.id, compiled] as const))(
  '[G4] %s can be diagnosed blank and with any answers',
  (_, compiled) => {
    const names = new Set(indexDefinition(compiled).questions.keys());
    const conditions = new Set(compiled.scoring.checklist?.conditions.map(({ name }) => name) ?? []);
    fc.assert(
      fc.property(fc.option(fc.integer()), (seed) => {
        const answers = seed === null ? emptyAnswers : randomAnswers(compiled, chanceOf(seed));
        const form = evaluateAll(compiled, answers);
        const result = scoreAll(compiled, form);
        const found = diagnose(compiled, result);
        expect(found.strongest.length).toBeLessThanOrEqual(3);
        for (const gate of found.blocking)
          expect([gate.gap > 0 && gate.gap <= gate.full, gate.measureName]).toEqual([true, expect.any(String)]);
        for (const lists of [found.checklist?.missing, found.checklist?.openJudged, found.checklist?.prerequisites]) {
          for (const each of lists ?? []) expect(conditions.has(each.name)).toBe(true);
        }
        const done = completeness(compiled, form, {});
        expect(done.answered).toBeLessThanOrEqual(done.total);
        expect(done.missingRequired.every((path) => names.has(path.split('/').at(-1) ?? ''))).toBe(true);
      }),
      { numRuns: 6 },
    );
  },
);
