import { expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { aDefinition, bend, problemsOf } from './a-definition.ts';
import type { Bendable } from './a-definition.ts';

const level = ['scoring', 'level'] as const;
const thresholds = (...levels: unknown[]): Record<string, unknown> => ({ kind: 'thresholds', measure: 'M', levels });
const base = { id: 'none', name: '未达' };

/** Scenes: the select `kind` as a ladder of an unscored measure. */
function withScenes(rule: Record<string, unknown>): (source: Bendable) => void {
  return (source) => {
    bend(['scoring', 'measures', 2], { id: 'SC', name: '场景', kind: 'unscored' })(source);
    bend(['scoring', 'ladders'], {
      pair: [
        { choice: 'x', grade: 0, score: 0 },
        { choice: 'y', grade: 1, score: 100 },
      ],
    })(source);
    bend(['scoring', 'items', 4], { name: 'kind', measure: 'SC', group: '甲组', weight: 1, kind: 'ladder', steps: 'pair' })(
      source,
    );
    bend(level, { kind: 'score-and-scenes', measure: 'T', scenes: 'SC', constraining: ['kind'], ...rule })(source);
  };
}
const oneScene = [base, { id: 'one', name: '一级', score: 20, grade: 1, count: 1, constraining: 1 }];

function withTree(change: (source: Bendable) => void = () => undefined): (source: Bendable) => void {
  return (source) => {
    const choices = [
      { name: 'full', label: '满足' },
      { name: 'none', label: '不满足' },
    ];
    const clause = (name: string): unknown => ({ type: 'select_one', name, label: name, choices, basis: ['R'] });
    bend(['survey', 2], {
      type: 'group',
      name: 'clauses',
      label: '三',
      children: ['a_1_1', 'a_1_2', 'a_2_1', 'b_1_1'].map(clause),
    })(source);
    bend(level, {
      kind: 'satisfied-levels',
      total: { id: 'S', name: '总分' },
      levels: [base, { id: 'l1', name: '一级', score: 0.8 }, { id: 'l2', name: '二级', score: 1.8 }],
      satisfied_at: 0.8,
      decides: 'score',
      min_answered: 0.6,
      kind_question: 'kind',
      shares: { full: 1, none: 0 },
      clauses: { fidelity: 'recalled' },
      tree: [
        { id: 'a', name: '甲', weight: { x: 60, y: 30 }, weight_fidelity: { x: 'secondary', y: 'tool-default' } },
        { id: 'b', name: '乙', weight: 40 },
      ],
    })(source);
    change(source);
  };
}

test.each<[string, (source: Bendable) => void, string, string]>([
  [
    'a first level that asks for something',
    bend(level, thresholds({ ...base, score: 1 }, { id: 'a', name: 'A', score: 2 })),
    '是起点',
    '未达',
  ],
  ['a level that asks for nothing', bend(level, thresholds(base, { id: 'a', name: 'A' })), '没有门槛', '写 score'],
  [
    'thresholds that fall',
    bend(level, thresholds(base, { id: 'a', name: 'A', score: 9 }, { id: 'b', name: 'B', score: 3 })),
    '比前面的等级还低',
    '不能更低',
  ],
  [
    'thresholds on nothing',
    bend(level, { ...thresholds(base, { id: 'a', name: 'A', score: 9 }), measure: 'N' }),
    '没有维度“N”',
    '检查',
  ],
  ['scenes of nowhere', withScenes({ levels: oneScene, scenes: 'T' }), '没有放场景的维度', 'unscored'],
  ['a constraining scene that is none', withScenes({ levels: oneScene, constraining: ['knd'] }), '没有场景“knd”', '是不是“kind”'],
  [
    'more scenes than there are',
    withScenes({ levels: [base, { id: 'one', name: '一级', score: 20, grade: 1, count: 2 }] }),
    '比有的还多',
    '改小',
  ],
  [
    'a reading of an unknown level',
    withScenes({ levels: oneScene, readings: [{ id: 'r', name: '另', levels: { two: { count: 1 } } }] }),
    '没有等级“two”',
    '可用',
  ],
  [
    'an unknown ladder',
    (source) => {
      withScenes({ levels: oneScene })(source);
      bend(['scoring', 'items', 4, 'steps'], 'pear')(source);
    },
    '没有阶梯“pear”',
    '是不是“pair”',
  ],
  [
    'a total of nothing',
    bend(['scoring', 'measures', 2], { id: 'Z', name: '和', kind: 'total', of: ['N'] }),
    '没有在它前面定义',
    '先写',
  ],
  ['a sub-domain without questions', withTree(bend([...level, 'tree', 1, 'id'], 'c')), '“c”没有题', 'c_<等级>_<序号>'],
  ['weights by kind of an unknown option', withTree(bend([...level, 'tree', 0, 'weight'], { z: 1 })), '没有选项“z”', 'x、y'],
  [
    'weights by kind without the question',
    withTree(bend([...level, 'kind_question'], undefined)),
    'kind_question',
    'kind_question',
  ],
  ['shares that miss an option', withTree(bend([...level, 'shares'], { full: 1 })), '选项“none”没有分值', '补上'],
  ['weights that miss a measure', bend(['scoring', 'weights', 'sum'], { T: 100 }), '没有写“M”的权重合计', '补上'],
])('[D3] %s is refused with what to do', (_, change, message, advice) => {
  const problems = problemsOf(change);
  const found = problems.find((problem) => problem.message.includes(message));
  expect(found, JSON.stringify(problems, null, 1)).toBeDefined();
  expect(found?.advice).toContain(advice);
});

test('[D16] a tree gives every node a measure a level where something is asked, and one of all levels', () => {
  const compiled = aDefinition(withTree());
  const made = compiled.scoring.measures.slice(2).map(({ id, kind }) => `${id} ${kind}`);
  expect(made).toEqual([
    'a_l1 mean',
    'a_l2 mean',
    'a level-sum',
    'b_l1 mean',
    'b level-sum',
    'S_l1 nested-mean',
    'S_l2 nested-mean',
    'S level-sum',
  ]);
  expect(compiled.scoring.items.filter(({ rule }) => rule.kind === 'satisfaction').map(({ name }) => name)).toEqual([
    'a_1_1',
    'a_1_2',
    'a_2_1',
    'b_1_1',
  ]);
  expect(compiled.scoring.measures.find(({ id }) => id === 'S_l1')).toMatchObject({
    terms: [
      { measure: 'a_l1', weight: 60, fidelity: 'secondary' },
      { measure: 'a_l1', weight: 30, fidelity: 'tool-default' },
      { measure: 'b_l1', weight: 40, fidelity: null },
    ],
  });
  expect(compiled.scoring.measures.filter(({ axis }) => axis).map(({ id }) => id)).toEqual(['M', 'a', 'b']);
});

test('[D15] a fact is a name of now, or a name with its year', () => {
  const place = ['survey', 0, 'children', 3, 'fact'] as const;
  const fact = (value: unknown): unknown => {
    const { question } = indexDefinition(aDefinition(bend(place, value))).questions.get('total') ?? {};
    return [question?.fact, question?.factPeriod];
  };
  expect([fact(undefined), fact('equipment_total'), fact({ id: 'revenue', period: 'year-before' })]).toEqual([
    [null, null],
    ['equipment_total', 'now'],
    ['revenue', 'year-before'],
  ]);
});
