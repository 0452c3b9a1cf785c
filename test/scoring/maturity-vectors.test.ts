import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Measure } from '../../src/definition/scoring.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { decide } from '../../src/engine/evaluate-expression.ts';
import { reachLevel, reachSatisfied } from '../../src/scoring/reach-level.ts';
import { scoreMeasure } from '../../src/scoring/score-measure.ts';
import type { Measured } from '../../src/scoring/score-measure.ts';
import type { ScoreResult } from '../../src/scoring/score-result.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { maturity, nestedMean, noDecision, ruleOf, scored } from './level-parts.ts';

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
  for (const { score } of nested(1, ones).values()) expect(score.score).toBe(vector('cmmm-discrete-all-ones').expected['total']);
});

test('[S14] the published table: its technology score fits our weights, its total our band, and one printed share is more than ours can be', () => {
  const { inputs, expected } = vector('cmmm-published-table-liaoning-1.38');
  const technology =
    nested(1, { data: 1.6, integration: 1.25, info_security: 11 }).get('technology_l1')?.score.score ?? Number.NaN;
  const printed = inputs['published_element_scores(weighted contributions to total)'] as Record<string, number>;
  const weights = inputs['element_weights'] as Record<string, number>;
  expect(technology * (weights['技术'] ?? 0)).toBeCloseTo(printed['技术'] ?? 0, 9);
  const sum = expected['sum_of_published_elements'] as number;
  expect(Object.values(printed).reduce((before, each) => before + each, 0)).toBeCloseTo(sum, 9);
  expect(reachLevel(ruleOf(maturity, 'satisfied-levels'), scored({ S: sum })).level).toBe(levelId(expected['level'] as number));
  const shares = inputs['published_subdomain_scores(weighted contributions inside the element)'] as Record<string, number>;
  const most = maturity.scoring.measures.find(({ id }) => id === 'info_security')?.full ?? 0;
  const contribution = nested(1, { data: 0, integration: 0, info_security: most }).get('technology_l1')?.score.score;
  expect(contribution).toBeCloseTo(0.27 * 5, 9);
  expect(shares['信息安全']).toBeGreaterThan(contribution ?? Infinity);
});

test('[S14] [S19] the weights of the 2024 draft are whole, and its domains come to the total and band of the vector', () => {
  const sets = vector('cmmm-draft2024-weights');
  for (const [domain, whole] of Object.entries(sets.expected)) {
    const weights = Object.values(sets.inputs[domain] as Record<string, number>);
    expect(weights.reduce((before, each) => before + each, 0)).toBeCloseTo(whole as number, 9);
  }
  const { inputs, expected } = vector('cmmm-draft2024-total-process');
  const weights: Readonly<Record<string, number>> = { 组织战略: 7, 工厂建设: 24, 研发设计: 4, 生产作业: 42, 业务运营: 23 };
  const draft: Measure = {
    ...nestedMean,
    minAnswered: 1,
    terms: Object.entries(weights).map(([measure, weight]) => ({ measure, weight, when: null, fidelity: null })),
  };
  const { score } = scoreMeasure(draft, {
    items: [],
    itemScore: () => ({ score: null, state: 'unanswered' }),
    decide: noDecision,
    measured: (id) => ({ score: { score: inputs[id] as number, grade: null, answeredWeight: 1 }, applicable: true }),
  });
  expect(score.score).toBeCloseTo(expected['S'] as number, 9);
  expect(reachLevel(ruleOf(maturity, 'satisfied-levels'), { S: score }).level).toBe(levelId(expected['level'] as number));
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
  const { expected } = vector('cmmm-requirement-scale');
  expect(mixed.measures['production_operation_l2']?.score).toBeCloseTo(expected['subdomain_mean'] as number, 12);
  const shares = [1, 2, 3, 4].map((clause) => (mixed.items[`production_operation_2_${String(clause)}`]?.score ?? 0) / 100);
  expect(shares).toEqual(expected['requirement_scores']);
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
