import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDefinition } from '../../src/definition/compile.ts';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { coverageOf, differencesOf, isSame, isVerified, measuresOf } from '../../src/diagnosis/verification.ts';
import type { Coverage, Found } from '../../src/diagnosis/verification.ts';
import type { Answers, AnswerValue } from '../../src/engine/answers.ts';
import { emptyAnswers } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { openSession } from '../../src/engine/session.ts';
import { openScoreSession } from '../../src/scoring/score-session.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { generateForm } from '../bench/forms/generate-form.ts';
import { toDefinition } from '../bench/forms/to-definition.ts';
import { chanceOf } from '../engine/random.ts';
import type { Chance } from '../engine/random.ts';
import { randomAnswer, randomAnswers } from '../scoring/random-answers.ts';

const shipped = (await loadDefinitions(definitionsFolder())).map(({ compiled }) => compiled);
const twoIntegration = shipped.find(({ id }) => id === 'two-integration');

/** Every answer of a form by its path. */
function flat(answers: Answers): readonly (readonly [string, AnswerValue])[] {
  const inRows = Object.entries(answers.rows).flatMap(([repeat, rows]) =>
    rows.flatMap(({ id, values }) => Object.entries(values).map(([name, value]) => [`${repeat}/${id}/${name}`, value] as const)),
  );
  return [...Object.entries(answers.values), ...inRows];
}

function overlaid(self: Answers, found: readonly Found[]): Answers {
  const by = new Map(found.map(({ path, value }) => [path, value]));
  return {
    values: {
      ...self.values,
      ...Object.fromEntries(found.filter(({ path }) => !path.includes('/')).map((f) => [f.path, f.value])),
    },
    rows: Object.fromEntries(
      Object.entries(self.rows).map(([repeat, rows]) => [
        repeat,
        rows.map(({ id, values }) => ({
          id,
          values: Object.fromEntries(
            Object.entries(values).map(([name, value]) => [name, by.get(`${repeat}/${id}/${name}`) ?? value] as const),
          ),
        })),
      ]),
    ),
  };
}

function foundOf(path: string, value: AnswerValue, reason: string | null): Found {
  return { path, value, reason, by: 'p1', at: '2026-11-21T01:00:00.000Z' };
}

function covered(compiled: CompiledDefinition, self: Answers, found: readonly Found[], evidence = {}): Coverage {
  const by = new Map(found.map((each) => [each.path, each]));
  return coverageOf(compiled, {
    claimed: openSession(compiled, self),
    found: openSession(compiled, overlaid(self, found)),
    foundAt: (path) => by.get(path) ?? null,
    evidence,
  });
}

function someFound(compiled: CompiledDefinition, self: Answers, chance: Chance): readonly Found[] {
  const { questions } = indexDefinition(compiled);
  return flat(self)
    .filter(() => chance.bool(0.3))
    .map(([path, value]) => {
      const question = questions.get(path.split('/').at(-1) ?? '')?.question;
      const other = question === undefined || chance.bool(0.5) ? value : randomAnswer(question, chance);
      return foundOf(path, other, isSame(other, value) ? null : '现场看到的不一样');
    });
}

test('[V12] to confirm every answer changes no score, leaves the ledger empty and nothing merely claimed', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = chanceOf(seed);
      const compiled = chance.pick(shipped);
      const self = randomAnswers(compiled, chance);
      const found = flat(self).map(([path, value]) => foundOf(path, value, null));
      const verified = overlaid(self, found);
      expect(scoreAll(compiled, evaluateAll(compiled, verified))).toEqual(scoreAll(compiled, evaluateAll(compiled, self)));
      expect(differencesOf(compiled, { self, verified, found })).toEqual([]);
      const coverage = covered(compiled, self, found);
      expect([coverage.verified, coverage.differing, coverage.proven]).toEqual([coverage.total, 0, 0]);
    }),
    { numRuns: 25 },
  );
});

test('[V13] the ledger names exactly what differs, and each effect is the score with and without that one difference', () => {
  let moved = 0;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = chanceOf(seed);
      const compiled = chance.pick(shipped);
      const self = randomAnswers(compiled, chance);
      const found = someFound(compiled, self, chance);
      const verified = overlaid(self, found);
      const claims = new Map(flat(self));
      const ledger = differencesOf(compiled, { self, verified, found });
      expect(new Set(ledger.map(({ path }) => path))).toEqual(
        new Set(found.filter(({ path, value }) => !isSame(value, claims.get(path) ?? null)).map(({ path }) => path)),
      );
      for (const { path, claimed, effects, level } of ledger.slice(0, 6)) {
        const rest = overlaid(verified, [foundOf(path, claimed, null)]);
        const without = scoreAll(compiled, evaluateAll(compiled, rest));
        const now = scoreAll(compiled, evaluateAll(compiled, verified));
        const expected = measuresOf(compiled).flatMap(({ id }) => {
          const scores = [without.measures[id]?.score ?? null, now.measures[id]?.score ?? null];
          return scores[0] === scores[1] ? [] : [[id, ...scores]];
        });
        expect(effects.map((effect) => [effect.measure, effect.without, effect.with])).toEqual(expected);
        expect(level).toEqual(without.level === now.level ? null : { without: without.levelName, with: now.levelName });
        moved += expected.length;
      }
    }),
    { numRuns: 40 },
  );
  expect(moved).toBeGreaterThan(0);
});

test('[V14] a clause is claimed, seen or proven; changed without a reason it stays claimed', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = chanceOf(seed);
      const compiled = chance.pick(shipped);
      const self = randomAnswers(compiled, chance);
      const found = someFound(compiled, self, chance).map((each) => (chance.bool(0.3) ? { ...each, reason: ' ' } : each));
      const evidence = Object.fromEntries(flat(self).flatMap(([path]) => (chance.bool(0.3) ? [[path, chance.int(0, 2)]] : [])));
      const coverage = covered(compiled, self, found, evidence);
      const clauses = coverage.sections.flatMap((section) => section.clauses);
      for (const clause of clauses) {
        if (clause.reasonMissing) expect([clause.standing, clause.differs]).toEqual(['claimed', true]);
        if (isVerified(clause)) expect(clause.standing).toBe(clause.pieces > 0 ? 'proven' : 'seen');
        if (clause.standing === 'blank') expect(found.some(({ path }) => path === clause.path)).toBe(false);
        if (clause.evidenceMissing)
          expect([clause.pieces, coverage.sections.some((section) => section.evidenceMissing.includes(clause.path))]).toEqual([
            0,
            true,
          ]);
      }
      const by = (standing: string): number => clauses.filter((clause) => clause.standing === standing).length;
      expect([coverage.total, coverage.verified]).toEqual([clauses.length - by('blank'), by('seen') + by('proven')]);
    }),
    { numRuns: 25 },
  );
});

test('[V13] the national instrument: an overstated answer costs what the ledger says, with both levels named', () => {
  if (twoIntegration === undefined) throw new Error('two-integration is not shipped');
  const self = randomAnswers(twoIntegration, chanceOf(7), 0);
  const item = twoIntegration.scoring.items.find(({ rule, inputs }) => {
    const question = indexDefinition(twoIntegration).questions.get(inputs[0] ?? '')?.question;
    return (
      rule.kind === 'options' &&
      question?.type === 'select_one' &&
      openSession(twoIntegration, self).state(question.name).relevant
    );
  });
  const name = item?.inputs[0] ?? '';
  const choices = indexDefinition(twoIntegration).questions.get(name)?.question.choices ?? [];
  const scored = choices.map((choice) => {
    const answers = { ...self, values: { ...self.values, [name]: choice.name } };
    return {
      choice: choice.name,
      score: scoreAll(twoIntegration, evaluateAll(twoIntegration, answers)).measures['L']?.score ?? 0,
    };
  });
  const [worst, best] = [scored.toSorted((a, b) => a.score - b.score)[0], scored.toSorted((a, b) => b.score - a.score)[0]];
  if (worst === undefined || best === undefined) throw new Error('no scored choice');
  const claimed = { ...self, values: { ...self.values, [name]: best.choice } };
  const found = [foundOf(name, worst.choice, '只有样机')];
  const [difference] = differencesOf(twoIntegration, { self: claimed, verified: overlaid(claimed, found), found });
  expect(difference).toMatchObject({ path: name, claimed: best.choice, value: worst.choice, reason: '只有样机', by: 'p1' });
  expect(difference?.effects.find(({ measure }) => measure === 'L')).toMatchObject({ without: best.score, with: worst.score });
});

test('[V15] one verification computes its own dependants again, however long the form is', () => {
  const outcome = compileDefinition(toDefinition(generateForm(1000, 0)), 'long.yaml');
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  const session = openSession(outcome.compiled, emptyAnswers);
  const scores = openScoreSession(outcome.compiled, session);
  const [before, scored] = [session.recomputedCount, scores.recomputedCount];
  scores.apply(session.set('s7_q4', 'typed'));
  expect(session.recomputedCount - before).toBeLessThan(20);
  expect(scores.recomputedCount - scored).toBeLessThan(20);
});
