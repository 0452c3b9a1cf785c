/** What holds for every item kind, aggregate and gate whatever the numbers are; examples with figures are in the other files. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import type { CompiledDefinition, Question } from '../../src/definition/compiled.ts';
import type { CurvePoint, ItemMeasure, ItemRule, LevelRule, ScoredItem } from '../../src/definition/scoring.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { changeBetween } from '../../src/scoring/change-between.ts';
import { bandScore, curveScore } from '../../src/scoring/curve.ts';
import { reachLevel } from '../../src/scoring/reach-level.ts';
import { scoreItem } from '../../src/scoring/score-item.ts';
import { scoreMeasure } from '../../src/scoring/score-measure.ts';
import type { ItemScore } from '../../src/scoring/score-result.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { scored } from './level-parts.ts';

const definitions = (await loadDefinitions(definitionsFolder())).map(({ compiled }) => compiled);

const percent = fc.double({ min: 0, max: 100, noNaN: true });
const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const points: fc.Arbitrary<readonly CurvePoint[]> = fc
  .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 8 })
  .chain((xs) =>
    fc.array(percent, { minLength: xs.length, maxLength: xs.length }).map((scores) => {
      const rising = xs.toSorted((a, b) => a - b);
      return rising.map((x, index) => ({ x, s: scores[index] ?? 0 }));
    }),
  );

describe('items', () => {
  test('[S1] a curve meets its points, lies between neighbours and is clamped outside', () => {
    fc.assert(
      fc.property(points, amount, (curve, x) => {
        for (const point of curve) expect(curveScore(curve, point.x)).toBeCloseTo(point.s, 9);
        const [first, last] = [curve[0], curve.at(-1)];
        const after = curve.findIndex((point) => x <= point.x);
        const around = after < 0 ? [last] : after === 0 ? [first] : [curve[after - 1], curve[after]];
        const scores = around.map((point) => point?.s ?? Number.NaN);
        const score = curveScore(curve, x) ?? Number.NaN;
        expect(score).toBeGreaterThanOrEqual(Math.min(...scores) - 1e-9);
        expect(score).toBeLessThanOrEqual(Math.max(...scores) + 1e-9);
      }),
    );
  });

  test('[S1] a band is closed on the right, and nothing is above the last', () => {
    fc.assert(
      fc.property(points, (curve) => {
        const bands = curve.map(({ x, s }) => ({ le: x, s }));
        for (const [index, { le, s }] of bands.entries()) {
          expect(bandScore(bands, le)).toBe(s);
          expect(bandScore(bands, le + 1e-6)).toBe(bands[index + 1]?.s ?? null);
        }
      }),
    );
  });

  test('[S6] a change is the same in other units (relative) or from another zero (points), and better lower turns it round', () => {
    const year = fc.double({ min: 1, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(year, year, fc.double({ min: 0.01, max: 100, noNaN: true }), (previous, last, unit) => {
        const relative = changeBetween('relative', 'higher', previous, last) ?? Number.NaN;
        expect(changeBetween('relative', 'higher', previous * unit, last * unit)).toBeCloseTo(relative, 6);
        expect(previous * (1 + relative / 100)).toBeCloseTo(last, 6);
        const moved = changeBetween('points', 'higher', previous, last) ?? Number.NaN;
        expect(changeBetween('points', 'higher', previous + unit, last + unit)).toBeCloseTo(moved, 6);
        expect(moved / 2 + previous).toBeCloseTo(last, 6);
        for (const rule of ['relative', 'points', 'gap-closed'] as const) {
          const better = changeBetween(rule, 'higher', previous, last) ?? Number.NaN;
          expect(changeBetween(rule, 'lower', previous, last)).toBe(-better);
        }
      }),
    );
  });

  test('[S6] closing the whole gap to 100 is 100 percent of it, standing still none', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 99.9, noNaN: true }), percent, (previous, last) => {
        const closed = changeBetween('gap-closed', 'higher', previous, last) ?? Number.NaN;
        expect(previous + ((100 - previous) * closed) / 100).toBeCloseTo(last, 9);
        expect(changeBetween('gap-closed', 'higher', previous, 100)).toBeCloseTo(100, 9);
        expect(changeBetween('gap-closed', 'higher', previous, previous)).toBe(0);
      }),
    );
  });

  const picked = (kinds: readonly ItemRule['kind'][]): readonly (readonly [CompiledDefinition, ScoredItem])[] =>
    definitions.flatMap((compiled) =>
      compiled.scoring.items.filter(({ rule }) => kinds.includes(rule.kind)).map((item) => [compiled, item] as const),
    );
  const questionOf = (compiled: CompiledDefinition, item: ScoredItem): Question => {
    const found = indexDefinition(compiled).questions.get(item.inputs[0] ?? '')?.question;
    if (found === undefined) throw new Error(item.name);
    return found;
  };
  /** The item's score alone, whatever else would be hidden. */
  const scoreOf = (compiled: CompiledDefinition, item: ScoredItem, answer: AnswerValue): ItemScore => {
    const blank = evaluateAll(compiled, { values: {}, rows: {} });
    const state = { ...blank.state(item.inputs[0] ?? ''), relevant: true, problem: null, effective: answer };
    return scoreItem(compiled, item, { ...blank, state: (path) => (path === item.inputs[0] ? state : blank.state(path)) }).score;
  };

  test('[S1] [S7] ticks add up to 100 at most in any order, another tick never costs, an exclusive one makes it 0', () => {
    fc.assert(
      fc.property(fc.constantFrom(...picked(['ticks'])), fc.infiniteStream(fc.boolean()), ([compiled, item], coins) => {
        const { choices } = questionOf(compiled, item);
        const free = choices.filter(({ exclusive }) => !exclusive).map(({ name }) => name);
        const ticked = free.filter(() => coins.next().value);
        if (item.rule.kind !== 'ticks' || ticked.length === 0) return;
        const { scores } = item.rule;
        const sum = ticked.reduce((total, option) => total + (scores[option] ?? 0), 0);
        const score = scoreOf(compiled, item, ticked).score ?? Number.NaN;
        expect(score).toBeCloseTo(Math.min(100, sum), 9);
        expect(scoreOf(compiled, item, ticked.toReversed()).score).toBeCloseTo(score, 9);
        expect(scoreOf(compiled, item, free).score).toBeGreaterThanOrEqual(score - 1e-9);
        const none = choices.find(({ exclusive }) => exclusive);
        if (none !== undefined) expect(scoreOf(compiled, item, [...ticked, none.name])).toEqual({ score: 0, state: 'answered' });
      }),
    );
  });

  test('[S1] a counted list looks at how many are ticked, not at which', () => {
    fc.assert(
      fc.property(fc.constantFrom(...picked(['count'])), fc.infiniteStream(fc.nat(1000)), ([compiled, item], dice) => {
        const options = questionOf(compiled, item)
          .choices.filter(({ exclusive }) => !exclusive)
          .map(({ name }) => name);
        const shuffled = options.toSorted(() => (dice.next().value % 2 === 0 ? 1 : -1));
        const many = 1 + (dice.next().value % options.length);
        if (item.rule.kind !== 'count') return;
        expect(scoreOf(compiled, item, shuffled.slice(0, many)).score).toBe(item.rule.scores[many]);
      }),
    );
  });

  test('[S1] [S3] every option, step and share gives its own score, and a null one is not applicable', () => {
    for (const [compiled, item] of picked(['options', 'ladder', 'satisfaction'])) {
      for (const [option, given] of tableOf(item.rule)) {
        const expected = given === null ? { score: null, state: 'not-applicable' } : { score: given, state: 'answered' };
        expect([item.name, option, scoreOf(compiled, item, option)]).toEqual([item.name, option, expected]);
      }
      expect(scoreOf(compiled, item, null)).toEqual({ score: null, state: 'unanswered' });
    }
  });
});

describe('measures of items', () => {
  const weighted = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 40 }), score: fc.option(percent) }), {
    minLength: 1,
    maxLength: 12,
  });
  const measureOf = (kind: ItemMeasure['kind'], least: number): ItemMeasure => ({
    kind,
    id: 'M',
    name: 'M',
    grades: [],
    axis: false,
    detail: false,
    full: 100,
    decimals: null,
    applies: null,
    provenance: { fidelity: 'tool-default', basis: [], note: null },
    minAnswered: least,
    hiddenCounts: false,
  });
  const score = (
    kind: ItemMeasure['kind'],
    parts: readonly { weight: number; score: number | null }[],
    least = 0,
  ): number | null => {
    const items = parts.map(({ weight }, index) => ({ name: `i${String(index)}`, weight }) as ScoredItem);
    const of = (item: ScoredItem): ItemScore => {
      const found = parts[items.indexOf(item)]?.score ?? null;
      return { score: found, state: found === null ? 'unanswered' : 'answered' };
    };
    const inputs = { items, itemScore: of, measured: () => null, decide: () => true };
    return scoreMeasure(measureOf(kind, least), inputs).score.score;
  };

  test('[S4] [S12] a mean lies between the scores, minds neither order nor unit of weights, and a blank changes nothing', () => {
    fc.assert(
      fc.property(weighted, fc.integer({ min: 2, max: 9 }), (parts, unit) => {
        const scores = parts.flatMap((part) => (part.score === null ? [] : [part.score]));
        for (const kind of ['weighted-mean', 'mean'] as const) {
          const mean = score(kind, parts);
          if (scores.length === 0) {
            expect(mean).toBeNull();
            continue;
          }
          expect(mean).toBeGreaterThanOrEqual(Math.min(...scores) - 1e-9);
          expect(mean).toBeLessThanOrEqual(Math.max(...scores) + 1e-9);
          for (const other of [
            parts.toReversed(),
            parts.map((part) => ({ ...part, weight: part.weight * unit })),
            [...parts, { weight: 7, score: null }],
          ])
            expect(score(kind, other)).toBeCloseTo(mean ?? Number.NaN, 9);
        }
      }),
    );
  });

  test('[S12] a sum of two halves is the sum of both, and its most is the sum of the weights', () => {
    fc.assert(
      fc.property(weighted, weighted, (one, other) => {
        const sum = (score('sum', one) ?? 0) + (score('sum', other) ?? 0);
        expect(score('sum', [...one, ...other]) ?? 0).toBeCloseTo(sum, 9);
        expect(sum).toBeLessThanOrEqual([...one, ...other].reduce((total, { weight }) => total + weight, 0) + 1e-9);
        expect(score('unscored', one)).toBeNull();
      }),
    );
  });

  test('[S4] there is a score exactly when the answered share of the weights is enough', () => {
    fc.assert(
      fc.property(weighted, fc.integer({ min: 0, max: 20 }), (parts, twentieths) => {
        const total = parts.reduce((sum, { weight }) => sum + weight, 0);
        const answered = parts.reduce((sum, part) => sum + (part.score === null ? 0 : part.weight), 0);
        const enough = answered > 0 && answered * 20 >= total * twentieths;
        expect(score('weighted-mean', parts, twentieths / 20) !== null).toBe(enough);
      }),
    );
  });
});

test('[S9] [S13] by gates and by thresholds a higher score never lowers the level, and what blocks is what is missed', () => {
  const provenance = { fidelity: 'tool-default', basis: [], note: null } as const;
  const rising = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(rising, percent, percent, fc.constantFrom('gates', 'thresholds'), (marks, low, more, kind) => {
      const steps = marks.toSorted((a, b) => a - b);
      const levels = [
        { id: '0', name: '', gates: [] },
        ...steps.map((min, index) => ({ id: String(index + 1), name: '', gates: [{ measure: 'M', min }] })),
      ];
      const rule: LevelRule = { kind, measures: ['M'], levels, provenance };
      const at = (score: number): number => Number(reachLevel(rule, scored({ M: score })).level);
      expect(at(low)).toBe(steps.filter((min) => low >= min).length);
      for (const [index, min] of steps.entries()) expect(at(min)).toBe(index + 1);
      expect(at(Math.max(low, more))).toBeGreaterThanOrEqual(at(low));
      const { blocking } = reachLevel(rule, scored({ M: low }));
      expect(blocking.map(({ required }) => required)).toEqual(steps.filter((min) => low < min).slice(0, 1));
    }),
  );
});

function tableOf(rule: ItemRule): readonly (readonly [string, number | null])[] {
  if (rule.kind === 'options') return Object.entries(rule.scores);
  if (rule.kind === 'ladder') return rule.steps.map(({ choice, s }) => [choice, s] as const);
  if (rule.kind === 'satisfaction')
    return Object.entries(rule.shares).map(([option, share]) => [option, share === null ? null : share * 100] as const);
  return [];
}
