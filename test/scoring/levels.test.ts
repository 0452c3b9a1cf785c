import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import type { LevelRule, Measure } from '../../src/definition/scoring.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { decide } from '../../src/engine/evaluate-expression.ts';
import { reachLevel, reachSatisfied, reachWithScenes } from '../../src/scoring/reach-level.ts';
import { scoreMeasure } from '../../src/scoring/score-measure.ts';
import type { Measured } from '../../src/scoring/score-measure.ts';
import type { MeasureScore, ScoreResult } from '../../src/scoring/score-result.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { latestEdition, loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { aDefinition, bend } from '../definition/a-definition.ts';

const definitions = await loadDefinitions(definitionsFolder());

function shipped(id: string): CompiledDefinition {
  const found = latestEdition(definitions, id);
  if (found === null) throw new Error(`${id} is not there`);
  return found.compiled;
}

function ruleOf<K extends LevelRule['kind']>(compiled: CompiledDefinition, kind: K): Extract<LevelRule, { readonly kind: K }> {
  const { level } = compiled.scoring;
  if (level?.kind !== kind) throw new Error(`not ${kind}`);
  return level as Extract<LevelRule, { readonly kind: K }>;
}

function scored(values: Readonly<Record<string, number | null>>): Record<string, MeasureScore> {
  return Object.fromEntries(
    Object.entries(values).map(([id, score]) => [id, { score, grade: null, answeredWeight: score === null ? 0 : 1 }]),
  );
}

const maturity = shipped('smart-manufacturing-maturity');
const sme = shipped('sme-digital-level');
const noDecision = (): boolean => true;

const nestedMean = {
  kind: 'nested-mean',
  id: 'N',
  name: 'N',
  grades: [],
  axis: false,
  detail: false,
  full: 100,
  decimals: null,
  applies: null,
  provenance: { fidelity: 'tool-default', basis: [], note: null },
} as const;

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

type Vector = { id: string; model: string; kind: string; inputs: Record<string, unknown>; expected: Record<string, unknown> };
const vectors = (JSON.parse(readFileSync(join(import.meta.dirname, 'maturity-vectors.json'), 'utf8')) as { vectors: Vector[] })
  .vectors;

function vector(id: string): Vector {
  const found = vectors.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

/** The total of given level scores, and the level by both readings. */
function total(levelScores: readonly number[]): {
  score: number;
  byScore: string | null;
  bySatisfied: string | null;
  mismatch: boolean;
} {
  const rule = ruleOf(maturity, 'satisfied-levels');
  const levels = scored(Object.fromEntries(rule.levelMeasures.map((id, index) => [id, levelScores[index] ?? 0])));
  const measure = maturity.scoring.measures.find(({ id }) => id === 'S');
  if (measure === undefined) throw new Error('no total');
  const { score } = scoreMeasure(measure, {
    items: [],
    itemScore: () => ({ score: null, state: 'unanswered' }),
    decide: noDecision,
    measured: (id) => ({ score: levels[id] ?? { score: null, grade: null, answeredWeight: 0 }, applicable: true }),
  });
  const reached = reachSatisfied(rule, { ...levels, S: score });
  const of = (id: string): string | null => reached.readings.ways.find((way) => way.id === id)?.level ?? null;
  return {
    score: score.score ?? Number.NaN,
    byScore: of('score'),
    bySatisfied: of('satisfied'),
    mismatch: reached.readings.mismatch,
  };
}

const levelId = (level: number): string => (level === 0 ? 'none' : `l${String(level)}`);

test.each(vectors.filter(({ kind }) => kind === 'level_scores_to_total').map(({ id }) => id))(
  '[S17] [S19] maturity total, both readings and mismatch of %s',
  (id) => {
    const { inputs, expected } = vector(id);
    const found = total(inputs['level_scores_L1_to_L5'] as number[]);
    expect(found.score).toBeCloseTo(expected['S'] as number, 9);
    expect([found.byScore, found.bySatisfied, found.mismatch]).toEqual([
      levelId(expected['level_by_table'] as number),
      levelId(expected['highest_consecutive_satisfied_level'] as number),
      expected['flag_inconsistent'],
    ]);
  },
);

test('[S19] bands are closed below and open above', () => {
  const { inputs, expected } = vector('cmmm-band-boundaries');
  const rule = ruleOf(maturity, 'satisfied-levels');
  const found = (inputs as unknown as number[]).map((score) => reachLevel(rule, scored({ S: score })).level);
  expect(found).toEqual((expected as unknown as number[]).map(levelId));
});

test('[S19] consecutive satisfaction never gives more than the band of the total', () => {
  const ids = ruleOf(maturity, 'satisfied-levels').levels.map(({ id }) => id);
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(score, { minLength: 5, maxLength: 5 }), (scores) => {
      const { byScore, bySatisfied, mismatch } = total(scores);
      expect(ids.indexOf(bySatisfied ?? '')).toBeLessThanOrEqual(ids.indexOf(byScore ?? ''));
      expect(mismatch).toBe(byScore !== bySatisfied);
    }),
  );
});

const codes: Readonly<Record<string, string>> = {
  组织战略: 'org_strategy',
  人员技能: 'staff_skill',
  数据: 'data',
  集成: 'integration',
  信息安全: 'info_security',
  装备: 'equipment',
  网络: 'network',
  产品设计: 'product_design',
  工艺设计: 'process_design',
  采购: 'procurement',
  计划与调度: 'planning',
  生产作业: 'production_operation',
  设备管理: 'equipment_management',
  仓储配送: 'warehousing',
  安全环保: 'safety_environment',
  能源管理: 'energy',
  物流: 'logistics',
  销售: 'sales',
  客户服务: 'customer_service',
  产品服务: 'product_service',
  人员: 'people',
  技术: 'technology',
  资源: 'resources',
  制造: 'manufacturing',
  设计: 'design',
  生产: 'production',
  服务: 'service',
};

/** The nested measures of one level over given sub-domain scores, for a kind of production and dropped domains. */
function nested(
  level: number,
  subDomains: Readonly<Record<string, number>>,
  dropped: readonly string[] = [],
): Map<string, Measured> {
  const form = evaluateAll(maturity, { values: { production_kind: 'discrete', tailored: dropped }, rows: {} });
  const found = new Map<string, Measured>();
  for (const measure of maturity.scoring.measures) {
    if (!measure.id.endsWith(`_l${String(level)}`)) continue;
    if (measure.kind === 'mean') {
      const score = subDomains[measure.id.slice(0, -3)] ?? null;
      found.set(measure.id, {
        score: { score, grade: null, answeredWeight: score === null ? 0 : 1 },
        applicable: score !== null,
      });
    } else {
      found.set(
        measure.id,
        scoreMeasure(measure, {
          items: [],
          itemScore: () => ({ score: null, state: 'unanswered' }),
          measured: (id) => found.get(id) ?? null,
          decide: (condition) => decide(maturity, condition, form),
        }),
      );
    }
  }
  return found;
}

test('[S14] the end-to-end vector: domains, elements and level scores', () => {
  const { inputs, expected } = vector('cmmm-discrete-e2e-1');
  const byLevel = inputs['subdomain_scores_by_level'] as Record<string, Record<string, number>>;
  const perLevel = expected['per_level'] as {
    level: number;
    domain: Record<string, number>;
    element: Record<string, number>;
    level_score: number;
  }[];
  for (const { level, domain, element, level_score } of perLevel.filter((each) => each.level <= 3)) {
    const given = Object.entries(byLevel[`L${String(level)}`] ?? {});
    const found = nested(level, Object.fromEntries(given.map(([name, score]) => [codes[name] ?? name, score])));
    for (const [name, score] of Object.entries({ ...domain, ...element })) {
      expect([name, found.get(`${codes[name] ?? name}_l${String(level)}`)?.score.score]).toEqual([
        name,
        expect.closeTo(score, 5),
      ]);
    }
    expect(found.get(`S_l${String(level)}`)?.score.score).toBeCloseTo(level_score, 5);
  }
});

test('[S14] with every sub-domain at 1 every node is 1', () => {
  const ones = Object.fromEntries(Object.values(codes).map((code) => [code, 1]));
  for (const { score } of nested(1, ones).values()) expect(score.score).toBe(1);
});

test('[S14] dropping domains spreads their weight inside the element', () => {
  const { expected } = vector('cmmm-tailoring-renormalise');
  const only = (code: string): Record<string, number> =>
    Object.fromEntries(Object.values(codes).map((each) => [each, each === code ? 1 : 0]));
  for (const [name, sub] of [
    ['物流', 'logistics'],
    ['销售', 'sales'],
  ] as const) {
    const found = nested(1, only(sub), ['design', 'service']);
    expect(found.get('manufacturing_l1')?.score.score).toBeCloseTo(expected[name] as number, 6);
  }
});

test('[S1] [S16] clauses are 1, 0.8, 0.5 and 0; a level that is skipped after a failed one counts 0', () => {
  const score = (values: Readonly<Record<string, AnswerValue>>): ScoreResult =>
    scoreAll(maturity, evaluateAll(maturity, { values: { production_kind: 'discrete', ...values }, rows: {} }));
  const mixed = score({
    production_operation_2_1: 'full',
    production_operation_2_2: 'most',
    production_operation_2_3: 'part',
    production_operation_2_4: 'none',
  });
  expect(mixed.measures['production_operation_l2']?.score).toBeCloseTo(0.575, 12);
  const failed = score({ data_1_1: 'none', data_1_2: 'none' });
  expect(failed.items['data_2_1']?.state).toBe('not-relevant');
  expect(failed.measures['data_l2']).toEqual({ score: 0, grade: null, answeredWeight: 1 });
  const asked = score({ data_1_1: 'none', data_1_2: 'none', ask_all: 'yes' });
  expect([asked.items['data_2_1']?.state, asked.measures['data_l2']?.score]).toEqual(['unanswered', null]);
});

test('[S14] a process firm has no product design: it leaves the weights of its element', () => {
  const values = { production_kind: 'process', process_design_1_1: 'full', process_design_1_2: 'most' };
  const { measures } = scoreAll(maturity, evaluateAll(maturity, { values, rows: {} }));
  expect(measures['product_design_l1']).toEqual({ score: null, grade: null, answeredWeight: null });
  expect(measures['design_l1']?.score).toBeCloseTo(0.9, 12);
});
