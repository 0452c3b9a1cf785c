import { expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { all, asked, conditionsOf, definition, filled, optionsOf } from './content.ts';

const mine = [
  'smart-factory',
  'promotion-centre-gansu',
  'promotion-centre-miit',
  'outcome-review',
  'scene-needs',
  'security-basics',
  'dcmm-quick',
  'workstation-visit',
  'deputy-gm-first-look',
  'site-check',
];

test.each(mine)('%s says what it is for, who answers, how long it takes, where it comes from, and what it is not', (id) => {
  const compiled = definition(id);
  for (const words of [compiled.purpose, compiled.audience, compiled.caution]) expect(words.length).toBeGreaterThan(8);
  expect(compiled.minutes).toBeGreaterThan(5);
  expect(compiled.sources.length).toBeGreaterThan(0);
  expect(compiled.caution).toMatch(/不|以.*为准/);
});

test.each(mine)('%s: what the tool made up is never called official', (id) => {
  const compiled = definition(id);
  const keys = new Map(compiled.sources.map(({ key, fidelity }) => [key, fidelity]));
  for (const { question } of indexDefinition(compiled).questions.values()) {
    const { fidelity, basis } = question.provenance;
    if (fidelity !== 'official') continue;
    expect([question.name, basis.every((key) => keys.get(key) === 'official')]).toEqual([question.name, true]);
  }
  const words = JSON.stringify([compiled.title, compiled.method, compiled.caution]);
  for (const forbidden of ['国标权重', '国标阈值', '国家标准得分', '可替代']) expect(words).not.toContain(forbidden);
});

test.each(mine)('%s uses every source it names', (id) => {
  const compiled = definition(id);
  const used = new Set(
    [...indexDefinition(compiled).questions.values()]
      .flatMap(({ question }) => question.provenance.basis)
      .concat(conditionsOf(compiled).flatMap(({ provenance }) => provenance.basis)),
  );
  expect(compiled.sources.map(({ key }) => key).filter((key) => !used.has(key))).toEqual([]);
});

test('outcome review: six indicators before and after, three aspects rated by three kinds of people', () => {
  const compiled = definition('outcome-review');
  const names = [...indexDefinition(compiled).questions.keys()];
  expect(names.filter((name) => name.endsWith('_last')).map((name) => name.replace('_last', ''))).toEqual([
    'growth',
    'margin',
    'cycle',
    'efficiency',
    'turnover',
    'satisfaction',
  ]);
  expect(compiled.scoring.measures.map(({ name }) => name)).toEqual(['系统易用性', '标准符合性', '数据质量水平']);
  expect(compiled.scoring.items).toHaveLength(9);
  expect(optionsOf(compiled, 'participants')).toEqual(['管理人员', '业务部门负责人', '一线技术工人']);
  const state = (participants: string[]): unknown =>
    filled(compiled, { participants }).result.checklist?.conditions['three_roles']?.state;
  expect([state(['managers', 'heads', 'frontline']), state(['managers', 'heads'])]).toEqual(['met', 'not-met']);
});

test('outcome review computes each change from the two numbers', () => {
  const { form } = filled(definition('outcome-review'), {
    growth_prev: 5,
    growth_last: 8,
    cycle_prev: 100,
    cycle_last: 80,
    turnover_prev: 4,
    turnover_last: 5,
  });
  expect(['growth_change', 'cycle_change', 'turnover_change'].map((name) => form.state(name).value)).toEqual([3, 20, 25]);
});

test('scene needs: six classes with 25 scenes, process-only and discrete-only ones told apart', () => {
  const compiled = definition('scene-needs');
  const classes = compiled.sections.filter(({ label }) => label.startsWith('场景 · '));
  const count = (name: string): number =>
    [...indexDefinition(compiled).questions.values()].filter(
      ({ section, question }) => section === name && question.name.endsWith('_need'),
    ).length;
  expect(classes.map(({ label, name }) => [label.slice('场景 · '.length), count(name)])).toEqual([
    ['研发设计', 3],
    ['生产制造', 6],
    ['运维服务', 4],
    ['经营管理', 3],
    ['供应链管理', 5],
    ['跨环节协同', 4],
  ]);
  const special = (production_type: string): readonly string[] =>
    asked(compiled, { production_type }).filter((name) => name === 'apc_need' || name === 'mbse_line_need');
  expect(['process', 'discrete_mass', 'mixed'].map(special)).toEqual([
    ['apc_need'],
    ['mbse_line_need'],
    ['apc_need', 'mbse_line_need'],
  ]);
  const row = indexDefinition(compiled)
    .repeats.get('focus')
    ?.repeat.children.map(({ question }) => question.name);
  expect(row).toEqual(expect.arrayContaining(['focus_pain', 'focus_data', 'focus_models', 'focus_tools', 'focus_talent']));
});

test('security: the grade is taken down, never computed; two-year and yearly tests by grade', () => {
  const compiled = definition('security-basics');
  expect([compiled.scoring.level, compiled.scoring.measures]).toEqual([null, []]);
  expect(optionsOf(compiled, 'grade')).toHaveLength(4);
  const states = (grade: string, last_test: string): unknown => {
    const { checklist } = filled(compiled, { grade, last_test }).result;
    return [checklist?.conditions['test_l3']?.state, checklist?.conditions['test_l2']?.state];
  };
  expect(states('l3', 'one')).toEqual(['met', 'not-applicable']);
  expect(states('l3', 'two')).toEqual(['not-met', 'not-applicable']);
  expect(states('l2', 'two')).toEqual(['not-applicable', 'met']);
  expect(states('l2', 'older')).toEqual(['not-applicable', 'not-met']);
  expect(asked(compiled, { has_ics: 'no' }).filter((name) => name === 'asset_list' || name === 'hosts')).toEqual([]);
});

test('security: four items read in the original, 13 further sections by name only', () => {
  const { questions } = indexDefinition(definition('security-basics'));
  const sections = ['management', 'technology', 'operation'];
  const items = [...questions.values()]
    .filter(({ section }) => sections.includes(section))
    .map(({ question }) => question.provenance.fidelity);
  expect(items.filter((fidelity) => fidelity === 'official')).toHaveLength(4);
  expect(items.filter((fidelity) => fidelity === 'secondary')).toHaveLength(13);
  expect(items).toHaveLength(17);
});

test('data management: 28 items in eight domains, a profile of 1–5 and no level', () => {
  const compiled = definition('dcmm-quick');
  const size = (id: string): number => compiled.scoring.items.filter(({ measure }) => measure === id).length;
  expect(compiled.scoring.measures.map(({ id, name }) => [name, size(id)])).toEqual([
    ['数据战略', 3],
    ['数据治理', 3],
    ['数据架构', 4],
    ['数据应用', 3],
    ['数据安全', 3],
    ['数据质量', 4],
    ['数据标准', 4],
    ['数据生存周期', 4],
  ]);
  expect(compiled.scoring.items).toHaveLength(28);
  expect(compiled.scoring.level).toBeNull();
  expect(compiled.scoring.measures.every(({ full, provenance }) => full === 5 && provenance.fidelity === 'tool-default')).toBe(
    true,
  );
});

test('data management: names that were only remembered say so', () => {
  const compiled = definition('dcmm-quick');
  const remembered = [...indexDefinition(compiled).questions.values()].filter(({ question }) =>
    question.provenance.basis.includes('R18'),
  );
  expect(remembered).toHaveLength(15);
  expect(remembered.every(({ question }) => question.provenance.note?.includes('凭记忆'))).toBe(true);
});

test('deputy general manager: seven days a month', () => {
  const state = (days_month: number): unknown =>
    filled(definition('deputy-gm-first-look'), { days_month }).result.checklist?.conditions['days']?.state;
  expect([state(7), state(6)]).toEqual(['met', 'not-met']);
});

test('both short forms stay short', () => {
  for (const id of ['workstation-visit', 'deputy-gm-first-look']) {
    const compiled = definition(id);
    expect([id, compiled.minutes <= 30, asked(compiled, {}).length <= 40]).toEqual([id, true, true]);
    expect(compiled.scoring.measures).toEqual([]);
  }
});

test('the on-site list covers every question of the other definitions that must have evidence', () => {
  const titles: Readonly<Record<string, string>> = {
    'two-integration': '对应两化融合：',
    'sme-digital-level': '对应中小企业评测：',
    'smart-factory': '对应智能工厂：',
    'promotion-centre-gansu': '对应促进中心（甘肃）：',
    'promotion-centre-miit': '对应促进中心（工信部）：',
    'security-basics': '对应网络安全：',
  };
  const notes = [...indexDefinition(definition('site-check')).questions.values()].flatMap(({ question }) =>
    (question.provenance.note ?? '').split('；'),
  );
  const named = (title: string): ReadonlySet<string> =>
    new Set(notes.flatMap((note) => (note.startsWith(title) ? note.slice(title.length).split('、').flatMap(unfold) : [])));
  let covered = 0;
  for (const { compiled } of all) {
    const needed = [...indexDefinition(compiled).questions.values()]
      .filter(({ question }) => question.evidence?.need === 'required')
      .map(({ question }) => question.name);
    const title = titles[compiled.id];
    if (title === undefined) continue;
    const known = named(title);
    expect([compiled.id, needed.filter((name) => !known.has(name))]).toEqual([compiled.id, []]);
    // And names nothing that is not there.
    expect([compiled.id, [...known].filter((name) => !indexDefinition(compiled).questions.has(name))]).toEqual([compiled.id, []]);
    covered += needed.length;
  }
  expect(covered).toBeGreaterThan(100);
});

/** `s01_depth 至 s40_depth` → all forty. */
function unfold(words: string): readonly string[] {
  const range = /^([a-z]+)(\d+)(\w*) 至 [a-z]+(\d+)\w*$/.exec(words);
  if (range === null) return [words];
  const [, prefix = '', from = '', suffix = '', to = ''] = range;
  return Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, index) => `${prefix}${String(Number(from) + index).padStart(from.length, '0')}${suffix}`,
  );
}

test('the on-site list asks the five key machines, live systems and both signatures', () => {
  const compiled = definition('site-check');
  const machines = (count: number): unknown =>
    filled(compiled, { machines: Array.from({ length: count }, () => ({ machine_plate: 'yes' })) }).result.checklist?.conditions[
      'enough_machines'
    ]?.state;
  expect([machines(0), machines(4), machines(5)]).toEqual(['unanswered', 'not-met', 'met']);
  expect(compiled.method.join('')).toContain('没有找到官方逐条核查表');
  expect(compiled.method.join('')).toContain('不存账号和口令');
});

test('no form asks for passwords', () => {
  for (const id of mine) {
    for (const { question } of indexDefinition(definition(id)).questions.values()) {
      expect([question.name, /密码是|填写密码|登录密码/.test(question.label)]).toEqual([question.name, false]);
    }
  }
});
