import { expect, test } from 'vitest';
import { compileDefinition } from '../../src/definition/compile.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { aDefinition, bend, problemsOf } from './a-definition.ts';
import type { Bendable } from './a-definition.ts';

test('[D1] a sound definition compiles to plain JSON that survives a round trip', () => {
  const compiled = aDefinition();
  expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
  expect(compiled.sections.map((section) => section.name)).toEqual(['first', 'second']);
  expect([...indexDefinition(compiled).questions.keys()]).toEqual([
    'kind',
    'share',
    'other_share',
    'total',
    'part',
    'rate',
    'step_name',
    'step_done',
    'ticks',
  ]);
});

test('[D2] the order puts every name after all that its relevance and calculation read', () => {
  const compiled = aDefinition(bend(['survey', 0, 'children', 3, 'relevant'], "${ticks} != ''"));
  const at = (name: string): number => compiled.order.indexOf(name);
  expect(at('total')).toBeGreaterThan(at('ticks'));
  expect(at('rate')).toBeGreaterThan(at('total'));
  expect(at('step_done')).toBeGreaterThan(at('steps'));
  expect(at('share')).toBeGreaterThan(at('first'));
  expect(compiled.order).toHaveLength(12);
});

const firstSection = ['survey', 0, 'children'] as const;
const secondSection = ['survey', 1, 'children'] as const;
const items = ['scoring', 'items'] as const;

/** What is bent, the question named, and words of the message, of the advice and of the line pointed at. */
const lints: readonly (readonly [string, (source: Bendable) => void, string | null, string, string, string])[] = [
  [
    'unknown reference',
    bend([...firstSection, 1, 'relevant'], "${knd} = 'x'"),
    'share',
    '不存在的题“knd”',
    '是不是“kind”',
    'knd',
  ],
  ['reference to a group', bend([...firstSection, 1, 'relevant'], "${second} != ''"), 'share', '是分组', '引用组里', 'second'],
  ['a name without ${}', bend([...firstSection, 5, 'calculation'], 'part + 1'), 'rate', '没有加 ${}', '${part}', 'part + 1'],
  [
    'a bare reference as a condition',
    bend([...firstSection, 1, 'relevant'], '${total}'),
    'share',
    '直接当条件',
    "!= ''",
    '${total}',
  ],
  [
    'an option that does not exist',
    bend([...firstSection, 1, 'relevant'], "${kind} = 'z'"),
    'share',
    '没有选项“z”',
    'x、y',
    "'z'",
  ],
  [
    'a row question used as one value',
    bend([...firstSection, 5, 'calculation'], '${step_done}'),
    'rate',
    '每行一个值',
    'count()',
    'step_done',
  ],
  [
    'a filter on a single value',
    bend([...firstSection, 5, 'calculation'], 'sum(${total}[. > 1])'),
    'rate',
    '只有一个值',
    '去掉',
    'total',
  ],
  [
    'count of a single value',
    bend([...firstSection, 5, 'calculation'], 'count(${total})'),
    'rate',
    '要的是重复组',
    'count(',
    'count',
  ],
  ['. outside a constraint', bend([...firstSection, 5, 'calculation'], '. + 1'), 'rate', '不能用“.”', 'constraint', '. + 1'],
  ['an unknown function', bend([...firstSection, 5, 'calculation'], 'today()'), 'rate', '没有函数“today”', '改正', 'today'],
  ['a wrong number of arguments', bend([...firstSection, 5, 'calculation'], 'round()'), 'rate', '个参数', '改正', 'round'],
  ['an unfinished expression', bend([...firstSection, 5, 'calculation'], '1 +'), 'rate', '没有写完', '改正', '1 +'],
  [
    'a cycle',
    bend([...firstSection, 3, 'relevant'], '${rate} > 1'),
    'total',
    '循环引用：total → rate → total',
    '去掉其中一处',
    'type: integer',
  ],
  [
    'a group that depends on its own question',
    bend(['survey', 0, 'relevant'], '${total} > 1'),
    'first',
    '循环引用',
    '去掉',
    'type: group',
  ],
  ['a duplicate name', bend([...secondSection, 1, 'name'], 'share'), 'share', '重复', '换一个', 'name: share'],
  [
    'a question that never shows',
    (source) => {
      bend([...firstSection, 3, 'relevant'], "${kind} = 'x' and ${kind} = 'y'")(source);
    },
    'total',
    '永远不会出现',
    'relevant',
    'type: integer',
  ],
  ['missing provenance', bend([...firstSection, 3, 'basis'], undefined), 'total', '没有写来源', 'tool-default', 'type: integer'],
  ['an unknown source', bend([...firstSection, 3, 'basis'], ['Q']), 'total', '没有来源“Q”', '检查', '- Q'],
  [
    'an unknown choice list',
    bend([...secondSection, 0, 'children', 1, 'choices'], 'yes_noo'),
    'step_done',
    '没有选项表',
    'yes_no',
    'yes_noo',
  ],
  ['a select without choices', bend([...firstSection, 0, 'choices'], undefined), 'kind', '没有选项', 'choices', 'select_one'],
  ['choices on a number', bend([...firstSection, 3, 'choices'], 'yes_no'), 'total', '不能有选项', '删去', 'choices'],
  [
    'a computed question without calculation',
    bend([...firstSection, 5, 'calculation'], undefined),
    'rate',
    '没有 calculation',
    '加',
    'calculate',
  ],
  [
    'a calculation on an entered question',
    bend([...firstSection, 3, 'calculation'], '1 + 1'),
    'total',
    '只有 calculate',
    '改为',
    '1 + 1',
  ],
  [
    'a constraint without a message',
    bend([...firstSection, 4, 'constraint_message'], undefined),
    'part',
    '没有提示语',
    'constraint_message',
    'constraint',
  ],
  ['a range upside down', bend([...firstSection, 3, 'range'], [10, 0]), 'total', '下限大于上限', '对调', 'range'],
  ['a range on text', bend([...secondSection, 0, 'children', 0, 'range'], [0, 1]), 'step_name', '不能有范围', '删去', 'range'],
  [
    'a choice filter on a number',
    bend([...firstSection, 3, 'choice_filter'], "name = 'x'"),
    'total',
    '只有选择题',
    '删去',
    'choice_filter',
  ],
  ['duplicate options', bend([...firstSection, 0, 'choices', 1, 'name'], 'x'), 'kind', '选项“x”重复', '换', 'choices'],
  ['a required computed question', bend([...firstSection, 5, 'required'], true), 'rate', '不能必填', '删去', 'required'],
  [
    'weights that do not add up',
    bend([...items, 0, 'weight'], 41),
    null,
    'kind=x 时，“M”的权重合计 101，应为 100',
    '调整',
    'kind: x',
  ],
  ['undeclared weights', bend(['scoring', 'weights'], undefined), null, '没有写权重合计', 'weights', 'scoring:'],
  ['a weight case that does not exist', bend(['scoring', 'weights', 'cases', 0, 'kind'], 'w'), null, '没有选项“w”', '检查', 'w'],
  ['an item without a question', bend([...items, 0, 'question'], 'nothing'), 'share', '没有题“nothing”', '检查', 'name: share'],
  ['an item in an unknown measure', bend([...items, 0, 'measure'], 'N'), 'share', '没有维度“N”', '检查', 'measure: N'],
  ['an item in a measure of measures', bend([...items, 0, 'measure'], 'T'), 'share', '由其他维度合成', '改为', 'measure: T'],
  ['a duplicate item', bend([...items, 1, 'name'], 'share'), 'share', '计分项“share”重复', '只写一次', 'name: share'],
  [
    'an item that scores a row question',
    bend([...items, 0, 'question'], 'step_done'),
    'share',
    '在重复组里',
    'calculate',
    'name: share',
  ],
  [
    'the wrong kind of scoring',
    bend([...items, 0, 'question'], 'ticks'),
    'share',
    '不能用于 select_multiple',
    '改用',
    'name: share',
  ],
  ['an option without a score', bend([...items, 3, 'scores'], { a: 40 }), 'ticks', '“b”没有分值', '补上', 'scores:'],
  [
    'a score for an option that is not there',
    bend([...items, 3, 'scores'], { a: 1, b: 2, c: 3 }),
    'ticks',
    '不存在的选项“c”',
    '检查',
    'scores:',
  ],
  ['ticks worth more than 100', bend([...items, 3, 'scores'], { a: 60, b: 60 }), 'ticks', '合计 120 分', '调低', 'scores:'],
  ['a score outside 0–100', bend([...items, 3, 'scores', 'a'], 140), 'ticks', '分数在 0 到 100 之间', '允许的值', '140'],
  [
    'a count table of the wrong length',
    bend([...items, 3], { name: 'ticks', measure: 'M', group: '乙组', weight: 40, kind: 'count', scores: [0, 100] }),
    'ticks',
    '要 3 个分值',
    '从勾 0 项',
    'scores:',
  ],
  [
    'a count table that falls',
    bend([...items, 3], { name: 'ticks', measure: 'M', group: '乙组', weight: 40, kind: 'count', scores: [0, 100, 50] }),
    'ticks',
    '勾得多的分反而低',
    '从小到大',
    'scores:',
  ],
  [
    'bands that do not cover the range',
    bend(
      [...items, 2, 'bands'],
      [
        [50, 0],
        [90, 100],
      ],
    ),
    'rate',
    '只到 90',
    '加一档',
    'bands:',
  ],
  [
    'bands that do not rise',
    bend(
      [...items, 2, 'bands'],
      [
        [100, 0],
        [100, 100],
      ],
    ),
    'rate',
    '没有逐档增大',
    '从小到大',
    'bands:',
  ],
  [
    'bands on a question without a maximum',
    bend([...firstSection, 5, 'range'], undefined),
    'rate',
    '没有最大值',
    'range',
    'bands:',
  ],
  [
    'a curve that does not rise',
    bend(
      ['scoring', 'curves', 'line'],
      [
        [0, 0],
        [0, 100],
      ],
    ),
    'share',
    '横坐标没有逐点增大',
    '从小到大',
    'points',
  ],
  ['a curve of one point', bend(['scoring', 'curves', 'line'], [[0, 0]]), 'share', '只有一个点', '两个点', 'points'],
  ['an unknown curve', bend([...items, 0, 'points'], 'lin'), 'share', '没有曲线“lin”', '是不是“line”', 'lin'],
  [
    'an unknown score table',
    bend([...items, 0], { name: 'kind', measure: 'M', group: '甲组', weight: 40, kind: 'options', scores: 'pear' }),
    'kind',
    '没有分值表“pear”',
    '是不是“pair”',
    'pear',
  ],
  ['an unknown grade table', bend(['scoring', 'measures', 0, 'grades'], 'three'), null, '没有等级表“three”', '检查', 'three'],
  [
    'grades that do not reach the top',
    bend(['scoring', 'grades', 'two', 1, 'lt'], 90),
    null,
    '没有从低到高排到顶',
    'lt: null',
    'grades',
  ],
  [
    'a measure without items',
    bend(['scoring', 'measures', 2], { id: 'E', name: '空', kind: 'mean', min_answered: 0 }),
    null,
    '“E”没有计分项',
    '加计分项',
    'id: E',
  ],
  ['terms that do not sum to 1', bend(['scoring', 'measures', 1, 'terms', 'M'], 0.9), null, '系数合计 0.9', '调整', 'terms:'],
  ['a term that is not there yet', bend(['scoring', 'measures', 1, 'terms'], { N: 1 }), null, '没有在它前面定义', '先写', 'N: 1'],
  [
    'a gate on an unlisted measure',
    bend(['scoring', 'level', 'levels', 1, 'gates'], { T: 60 }),
    null,
    '不在 level.measures 里',
    '加进',
    'T: 60',
  ],
  [
    'a level measure that is not there',
    bend(['scoring', 'level', 'measures'], ['M', 'N']),
    null,
    '没有维度“N”',
    '检查',
    'measures',
  ],
  [
    'gates that fall',
    bend(['scoring', 'level', 'levels', 2], { id: 'top', name: '顶', gates: { M: 50 } }),
    null,
    '比前面的等级还低',
    '不能更低',
    'M: 50',
  ],
  ['a duplicate level', bend(['scoring', 'level', 'levels', 1, 'id'], 'low'), null, '等级“low”重复', '换', 'low'],
  ['a key misspelt', bend([...firstSection, 3, 'lable'], '总数'), 'total', '不认识的键：lable', '检查拼写', 'lable'],
  ['a type misspelt', bend([...firstSection, 3, 'type'], 'intger'), 'total', '“type” 的值不对', '是不是“integer”', 'intger'],
  ['a missing title', bend(['title'], undefined), null, '缺少 “title”', '补上', 'definition'],
  ['text where a number belongs', bend([...items, 0, 'weight'], 'forty'), 'share', '类型不对', '数字', 'forty'],
];

test.each(lints)('[D3] %s is refused with line, question and what to do', (_, change, question, message, advice, text) => {
  const problems = problemsOf(change);
  const found = problems.find((problem) => problem.message.includes(message));
  expect(found, JSON.stringify(problems, null, 1)).toMatchObject({ file: 'test.yaml', question });
  expect(found?.advice).toContain(advice);
  expect(found?.text).toContain(text);
});

test('[D4] all problems of a file are reported together, in the order of the file', () => {
  const problems = problemsOf((source) => {
    bend([...firstSection, 1, 'relevant'], "${nowhere} = 'x'")(source);
    bend([...items, 3, 'scores'], { a: 40 })(source);
    bend([...firstSection, 3, 'basis'], undefined)(source);
  });
  expect(problems.map(({ question }) => question)).toEqual(expect.arrayContaining(['share', 'total', 'ticks']));
  expect(problems.map(({ line }) => line)).toEqual(problems.map(({ line }) => line).toSorted((a, b) => a - b));
});

test('[D5] text that is no YAML is a problem with its line', () => {
  const outcome = compileDefinition('definition: a\nedition: "1\ntitle: x\n', 'broken.yaml');
  expect(outcome).toMatchObject({ kind: 'invalid', problems: [{ file: 'broken.yaml' }] });
});

test('[D6] a question that rests on several sources is as well grounded as the weakest', () => {
  const compiled = aDefinition(bend([...firstSection, 3, 'basis'], ['S', 'R']));
  const { provenance } = indexDefinition(compiled).questions.get('total')?.question ?? {};
  expect(provenance).toEqual({ fidelity: 'recalled', basis: ['S', 'R'], note: null });
});

test('[D7] a shared score table takes the not-applicable option of the question along', () => {
  const compiled = aDefinition((source) => {
    bend(
      [...firstSection, 0, 'choices'],
      [
        { name: 'yes', label: '是' },
        { name: 'no', label: '否' },
        { name: 'na', label: '不适用', not_applicable: true },
      ],
    )(source);
    bend([...firstSection, 1, 'relevant'], "${kind} = 'yes'")(source);
    bend([...firstSection, 2, 'relevant'], "${kind} = 'no'")(source);
    bend(['scoring', 'weights'], { sum: 140, cases: [{ kind: 'yes' }] })(source);
    bend([...items, 4], { name: 'kind', measure: 'M', group: '甲组', weight: 40, kind: 'options', scores: 'pair' })(source);
  });
  expect(compiled.scoring.items.at(-1)?.rule).toEqual({
    kind: 'options',
    question: 'kind',
    scores: { yes: 100, no: 0, na: null },
  });
});

test('[D8] the unbent definition has no problems', () => {
  expect(problemsOf(() => undefined)).toEqual([]);
});

test('[D5] aliases that unfold without end are a problem, not a crash', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e'].map(
      (name, index) => `${name}: &${name} [${`*${'abcd'[index] ?? ''}, `.repeat(9)}*${'abcd'[index] ?? ''}]`,
    ),
  ];
  expect(compileDefinition(bomb.join('\n'), 'bomb.yaml')).toMatchObject({ kind: 'invalid', problems: [{ line: 1 }] });
});
