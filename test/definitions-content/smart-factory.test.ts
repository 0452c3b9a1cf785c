import { expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { conditionsOf, definition, filled, loaded } from './content.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';

const compiled = definition('smart-factory');

/** The 40 scenes of the 2025 guide by 环节, typed from the source text. */
const scenes = {
  factory: '工厂数字化规划设计 数字基础设施建设 数字孪生工厂构建',
  product: '产品数字化设计 产品虚拟验证',
  process: '工艺数字化设计 制造工程优化',
  management:
    '生产计划优化 车间智能排产 生产进度跟踪 生产动态调度 仓储智能管理 物料精准配送 危险作业自动化 安全一体化管控 能源智能管控 碳资产全生命周期管理 污染在线管控 网络协同制造',
  operation:
    '柔性产线快速换产 工艺动态优化 先进过程控制 人机协同作业 在线智能检测 质量精准追溯 质量分析与改进 设备运行监控 设备故障诊断与预测 设备维修维护',
  business: '智能经营决策 数智精益管理 规模化定制 产品精准营销',
  service: '远程运维服务 产品增值服务 客户主动服务',
  supply: '供应商数字化管理 采购计划优化协同 供应链风险预警与调度 供应链物流智能配送',
};
const links = Object.keys(scenes);

test('40 scenes in eight 环节, numbered through, each with depth, AI use, instance name and evidence', () => {
  const { questions } = indexDefinition(compiled);
  const found = Object.fromEntries(
    links.map((link) => [
      link,
      (questions.get(`built_${link}`)?.question.choices ?? [])
        .filter(({ exclusive }) => !exclusive)
        .map(({ label }) => label)
        .join(' '),
    ]),
  );
  expect(found).toEqual(scenes);
  const codes = links.flatMap((link) =>
    (questions.get(`built_${link}`)?.question.choices ?? []).filter(({ exclusive }) => !exclusive).map(({ name }) => name),
  );
  expect(codes).toEqual(Array.from({ length: 40 }, (_, index) => `s${String(index + 1).padStart(2, '0')}`));
  for (const code of codes) {
    for (const part of ['depth', 'ai', 'instance'])
      expect([code, part, questions.has(`${code}_${part}`)]).toEqual([code, part, true]);
    expect(questions.get(`${code}_depth`)?.question.evidence?.need).toBe('required');
  }
});

test('photos are asked for where a scene can be seen, screens elsewhere', () => {
  const { questions } = indexDefinition(compiled);
  const photographed = Array.from({ length: 40 }, (_, index) => index + 1).filter((number) =>
    questions.get(`s${String(number).padStart(2, '0')}_depth`)?.question.evidence?.kinds.includes('photo'),
  );
  expect(photographed).toEqual([12, 13, 14, 15, 16, 20, 23, 24, 25, 27]);
});

type Answers = Record<string, string | readonly string[]>;
const sound: Answers = {
  entity: 'legal',
  above_scale: 'yes',
  finance: 'yes',
  bad_credit: 'no',
  accident: 'no',
  violation: 'no',
  organisation: 'yes',
  people: 'yes',
  cooperate: 'yes',
};

/** A firm whose built scenes are numbered 1–40, the first `ai` of which use AI. */
function firm(built: readonly number[], ai: number, more: Answers): ReturnType<typeof filled> {
  const code = (number: number): string => `s${String(number).padStart(2, '0')}`;
  const answers: Record<string, string | string[]> = {};
  let from = 0;
  for (const link of links) {
    const to = from + scenes[link as keyof typeof scenes].split(' ').length;
    const mine = built.filter((number) => number > from && number <= to).map(code);
    answers[`built_${link}`] = mine.length === 0 ? ['none'] : mine;
    from = to;
  }
  built.forEach((number, index) => void (answers[`${code(number)}_ai`] = index < ai ? 'yes' : 'no'));
  return filled(compiled, { ...sound, ...answers, ...more });
}
const fiveLinks = [1, 4, 9, 20, 30];

test.each([
  ['production alone with level two', [20], 0, 'l2', 'basic'],
  ['production alone with level one', [20], 0, 'l1', 'none'],
  ['management alone', [9], 0, 'l2', 'none'],
  ['production and management, nothing of operations', [20, 9], 0, 'l2', 'basic'],
  ['product service stands for operations', [20, 9, 34], 0, 'l2', 'advanced'],
  ['supply chain stands for operations', [20, 9, 37], 0, 'l5', 'advanced'],
  ['all five, every fifth with AI, level three', fiveLinks, 1, 'l3', 'excellent'],
  ['all five, every fifth with AI, level two only', fiveLinks, 1, 'l2', 'advanced'],
  ['all five with a process scene for research', [1, 6, 9, 20, 30], 1, 'l3', 'excellent'],
  ['one in six with AI', [1, 4, 9, 20, 30, 40], 1, 'l4', 'advanced'],
  ['AI 60 % and level four', fiveLinks, 3, 'l4', 'leading'],
  ['AI 60 % and level three', fiveLinks, 3, 'l3', 'excellent'],
  ['AI 40 % and level five', fiveLinks, 2, 'l5', 'excellent'],
  ['four of five', [4, 9, 20, 30], 4, 'l5', 'advanced'],
])('%s', (_, built, ai, cmmm, level) => {
  expect(firm(built, ai, { cmmm }).result.level).toBe(level);
});

test('AI share waits until every built scene is answered', () => {
  const answers = { built_operation: ['s20', 's24'], s20_ai: 'yes' };
  expect(filled(compiled, answers).form.state('ai_share').value).toBeNull();
  expect(filled(compiled, { ...answers, s24_ai: 'no' }).form.state('ai_share').value).toBe(50);
});

test('each level wants the one before it, listed and not deciding', () => {
  const chain = conditionsOf(compiled).filter(({ name }) => name.startsWith('chain_'));
  expect(chain.map(({ level, prerequisite }) => [level, prerequisite])).toEqual([
    ['advanced', true],
    ['excellent', true],
    ['leading', true],
  ]);
  const states = (held: string): unknown => {
    const { result } = firm(fiveLinks, 3, { cmmm: 'l4', held });
    return [result.level, ...chain.map(({ name }) => result.checklist?.conditions[name]?.state)];
  };
  expect(states('none')).toEqual(['leading', 'not-met', 'not-met', 'not-met']);
  expect(states('basic')).toEqual(['leading', 'met', 'not-met', 'not-met']);
  expect(states('advanced')).toEqual(['leading', 'met', 'met', 'not-met']);
  expect(states('excellent')).toEqual(['leading', 'met', 'met', 'met']);
});

test('thresholds are numbers: 20 and 60 percent', () => {
  const shares = conditionsOf(compiled).flatMap(({ name, level, test: rule }) =>
    rule.kind === 'at-least' ? [[name, level, rule.question, rule.value]] : [],
  );
  expect(shares).toEqual([
    ['ai_excellent', 'excellent', 'ai_share', 20],
    ['ai_leading', 'leading', 'ai_share', 60],
  ]);
});

test('what each 环节 asks of each level is judged by people: 1, 3, 5 and 5 lines', () => {
  const judged = conditionsOf(compiled).filter(({ part }) => part === 'elements');
  expect(judged.every(({ test: rule }) => rule.kind === 'judged')).toBe(true);
  const count = (level: string): number => judged.filter((condition) => condition.level === level).length;
  expect(['basic', 'advanced', 'excellent', 'leading'].map(count)).toEqual([1, 3, 5, 5]);
});

test('a branch may apply in two industries only', () => {
  const state = (more: Answers): unknown => firm(fiveLinks, 3, { cmmm: 'l4', ...more }).result.level;
  expect(state({ entity: 'branch', branch_industry: 'yes' })).toBe('leading');
  expect(state({ entity: 'branch', branch_industry: 'no' })).toBe('advanced');
});

test('numbers that look invented are not shipped', async () => {
  const text = await readFile(join(definitionsFolder(), loaded('smart-factory').file), 'utf8');
  for (const forbidden of ['50%、70%', '60%、80%', '5000 万', '2 亿', '5 亿', '自动化级']) expect(text).not.toContain(forbidden);
  const thresholds = conditionsOf(compiled).filter(({ test: rule }) => rule.kind === 'at-least' || rule.kind === 'at-most');
  expect(thresholds).toHaveLength(2);
});

test('twenty key indicators to pick from, none with a threshold', () => {
  expect(indexDefinition(compiled).questions.get('kpi_name')?.question.choices).toHaveLength(20);
});
