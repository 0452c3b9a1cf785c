import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexDefinition } from '#definition/index-definition.ts';
import { completeness } from '#diagnosis/completeness.ts';
import { rankOpen, tierOf } from '#diagnosis/rank-open.ts';
import type { Answers, AnswerValue } from '#engine/answers.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { openSession } from '#engine/session.ts';
import { scoreAll } from '#scoring/score.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import { loadDefinitions } from '#server/definitions/load-definitions.ts';
import { chanceOf } from '../engine/random.ts';
import { randomAnswers } from '../scoring/random-answers.ts';

const definitions = (await loadDefinitions(definitionsFolder())).map(({ compiled }) => compiled);
const named = definitions.map((compiled) => [compiled.id, compiled] as const);

const withAnswer = (answers: Answers, path: string, value: AnswerValue): Answers => {
  const [repeat = '', row, question] = path.split('/');
  if (row === undefined || question === undefined) return { ...answers, values: { ...answers.values, [path]: value } };
  const rows = (answers.rows[repeat] ?? []).map((each) =>
    each.id === row ? { ...each, values: { ...each.values, [question]: value } } : each,
  );
  return { ...answers, rows: { ...answers.rows, [repeat]: rows } };
};

test.each(named)('[V60] %s: the outlook of a choice is what the engine itself says of each of its answers', (_id, compiled) => {
  const { questions } = indexDefinition(compiled);
  const score = (answers: Answers) => scoreAll(compiled, evaluateAll(compiled, answers));
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = chanceOf(seed);
      const answers = randomAnswers(compiled, chance, 0.3);
      const before = JSON.stringify(answers);
      const ranked = rankOpen(compiled, answers);
      expect(JSON.stringify(answers)).toBe(before);
      const levels = (compiled.scoring.level?.levels ?? []).map(({ id }) => id);
      const now = score(answers);
      for (const effect of ranked.filter(({ path }) => questions.get(path)?.question.type === 'select_one').slice(0, 6)) {
        // ‘Not applicable’ takes the clause away: it answers nothing.
        const choices = openSession(compiled, answers)
          .choices(effect.path)
          .filter(({ notApplicable }) => !notApplicable);
        const results = choices.map(({ name }) => score(withAnswer(answers, effect.path, name)));
        const reached = results.map(({ level }) => (level === null ? -1 : levels.indexOf(level)));
        const stands = now.level === null ? -1 : levels.indexOf(now.level);
        // The best level of any answer alone is never above what is promised; joint trials may promise more.
        if (stands >= 0 && Math.max(...reached) > stands) {
          expect(effect.best).not.toBeNull();
          expect(levels.indexOf(effect.best?.id ?? '')).toBeGreaterThanOrEqual(Math.max(...reached));
        }
        if (now.level === null && results.some(({ level }) => level !== null)) expect(effect.tells).toBe(true);
        const moved = effect.moves;
        if (moved !== null) {
          const scores = results.flatMap(({ measures }) => measures[moved.id]?.score ?? []);
          const all = [...scores, ...(now.measures[moved.id]?.score === null ? [] : [now.measures[moved.id]?.score ?? 0])];
          const swing = all.length < 2 ? 0 : Math.max(...all) - Math.min(...all);
          expect(moved.swing).toBeGreaterThanOrEqual(swing - 1e-6);
        }
      }
    }),
    { numRuns: 4 },
  );
});

test.each(named)(
  '[V61] %s: only open questions are ranked, each once, what may change the level before anything else',
  (_id, compiled) => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.1, 0.5, 1), (seed, blank) => {
        const answers = randomAnswers(compiled, chanceOf(seed), blank);
        const ranked = rankOpen(compiled, answers);
        const open = completeness(compiled, evaluateAll(compiled, answers), {}).sections.flatMap(({ unanswered }) => unanswered);
        const paths = ranked.map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
        expect(paths.filter((path) => !open.includes(path))).toEqual([]);
        const tiers = ranked.map(tierOf);
        expect(tiers).toEqual(tiers.toSorted((a, b) => a - b));
      }),
      { numRuns: 4 },
    );
  },
);

test('[V60] words that nothing is scored from are left out, however open they are', () => {
  let free = 0;
  for (const compiled of definitions) {
    const { questions, itemsOf } = indexDefinition(compiled);
    const ranked = new Set(rankOpen(compiled, { values: {}, rows: {} }).map(({ path }) => path));
    for (const { question } of questions.values()) {
      if (question.type !== 'text' || itemsOf.has(question.name)) continue;
      free += 1;
      expect([question.name, ranked.has(question.name)]).toEqual([question.name, false]);
    }
  }
  expect(free).toBeGreaterThan(0);
});

test('[V60] the two numbers of a rate are tried together: one alone says nothing', () => {
  const compiled = definitions.find(({ id }) => id === 'two-integration');
  if (compiled === undefined) throw new Error('no two-integration');
  const rate = compiled.scoring.items.find(({ rule }) => rule.kind === 'change');
  if (rate?.rule.kind !== 'change') throw new Error('no item of a change');
  const { last, previous } = rate.rule;
  const ranked = rankOpen(compiled, { values: {}, rows: {} }).map(({ path }) => path);
  expect(ranked).toEqual(expect.arrayContaining([last, previous]));
});
