import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Measure } from '../../src/definition/scoring.ts';
import { reachLevel, reachWithScenes } from '../../src/scoring/reach-level.ts';
import { scoreMeasure } from '../../src/scoring/score-measure.ts';
import type { Measured } from '../../src/scoring/score-measure.ts';
import { aDefinition, bend } from '../definition/a-definition.ts';
import { nestedMean, noDecision, ruleOf, scored, sme } from './level-parts.ts';

test('[D17] [S13] a threshold level is the highest that the score reaches; below the first one is told, without a score nothing is', () => {
  const { level } = aDefinition((source) => {
    bend(['scoring', 'level'], {
      kind: 'thresholds',
      measure: 'M',
      levels: [
        { id: 'none', name: '未达' },
        { id: 'one', name: '一级', score: 20 },
        { id: 'two', name: '二级', score: 60 },
      ],
    })(source);
  }).scoring;
  const at = (score: number | null): unknown => reachLevel(level, scored({ M: score }));
  expect(at(19.9)).toEqual({ level: 'none', levelName: '未达', blocking: [{ measure: 'M', required: 20, actual: 19.9 }] });
  expect(at(20 - 1e-12)).toMatchObject({ level: 'one' });
  expect(at(60)).toEqual({ level: 'two', levelName: '二级', blocking: [] });
  expect(at(null)).toEqual({ level: null, levelName: null, blocking: [] });
});

test('[S14] a nested mean re-spreads over terms that apply and have a score, whatever the others are', () => {
  const term = fc.record({
    weight: fc.integer({ min: 1, max: 100 }),
    score: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
    applicable: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(term, { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (terms, minAnswered) => {
        const measure: Measure = {
          ...nestedMean,
          minAnswered,
          terms: terms.map(({ weight }, index) => ({ measure: `m${String(index)}`, weight, when: null, fidelity: null })),
        };
        const found = scoreMeasure(measure, {
          items: [],
          itemScore: () => ({ score: null, state: 'unanswered' }),
          decide: noDecision,
          measured: (id): Measured => {
            const { score, applicable } = terms[Number(id.slice(1))] ?? { score: null, applicable: false };
            return { score: { score, grade: null, answeredWeight: score === null ? 0 : 1 }, applicable };
          },
        });
        const applicable = terms.filter((each) => each.applicable);
        const answered = applicable.filter(({ score }) => score !== null);
        const weight = (of: typeof terms): number => of.reduce((sum, each) => sum + each.weight, 0);
        const enough = answered.length > 0 && weight(answered) / weight(applicable) >= minAnswered;
        expect(found.applicable).toBe(applicable.length > 0);
        if (!enough) expect(found.score.score).toBeNull();
        else {
          const expected = answered.reduce((sum, each) => sum + each.weight * (each.score ?? 0), 0) / weight(answered);
          expect(found.score.score).toBeCloseTo(expected, 9);
        }
      },
    ),
  );
});

test('[S18] the scene level is the highest whose score gate and scene gate both hold, and never falls when a scene rises', () => {
  const rule = ruleOf(sme, 'score-and-scenes');
  const { items } = sme.scoring;
  const scenes = items.filter(({ measure }) => measure === rule.scenes).map(({ name }) => name);
  const byHand = (total: number, grades: Readonly<Record<string, number>>): string => {
    const enough = ([score, grade, all, starred]: readonly [number, number, number, number]): boolean =>
      total >= score &&
      scenes.filter((name) => (grades[name] ?? 0) >= grade).length >= all &&
      rule.constraining.filter((name) => (grades[name] ?? 0) >= grade).length >= starred;
    const gates = [
      [20, 1, 6, 3],
      [40, 2, 6, 3],
      [60, 3, 8, 5],
      [80, 4, 10, 6],
    ] as const;
    const highest = gates.findLastIndex(enough);
    return highest < 0 ? 'none' : `l${String(highest + 1)}`;
  };
  const grades = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: scenes.length, maxLength: scenes.length });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), grades, fc.nat(scenes.length - 1), (total, list, raised) => {
      const reach = (of: readonly number[]): ReturnType<typeof reachWithScenes> =>
        reachWithScenes(rule, scored({ S: total }), (name) => of[scenes.indexOf(name)] ?? null, items);
      const named = Object.fromEntries(scenes.map((name, index) => [name, list[index] ?? 0]));
      const found = reach(list);
      expect(found.level).toBe(byHand(total, named));
      const ids = rule.levels.map(({ id }) => id);
      const higher = reach(list.map((grade, index) => (index === raised ? Math.min(4, grade + 1) : grade)));
      expect(ids.indexOf(higher.level ?? '')).toBeGreaterThanOrEqual(ids.indexOf(found.level ?? ''));
      expect(found.blocking.length > 0).toBe(found.level !== 'l4');
      expect(found.readings?.mismatch).toBe(found.readings?.ways.some(({ level }) => level !== found.level));
    }),
  );
});

test('[S18] scenes without a score of the rest tell no level', () => {
  const found = reachWithScenes(ruleOf(sme, 'score-and-scenes'), scored({ S: null }), () => 4, sme.scoring.items);
  expect([found.level, found.readings?.mismatch, found.scenes.levels[0]?.reached]).toEqual([null, false, 16]);
});
