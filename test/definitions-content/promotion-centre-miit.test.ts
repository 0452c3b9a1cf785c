import { expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { conditionsOf, definition, filled, optionsOf } from './content.ts';

const compiled = definition('promotion-centre-miit');
const state = (answers: Record<string, string | number | string[]>, condition: string): unknown =>
  filled(compiled, answers).result.checklist?.conditions[condition]?.state;

test('the 14 industries and the eight tasks of the call', () => {
  expect(optionsOf(compiled, 'industries').join('、')).toBe(
    '石化化工、钢铁、有色、建材、机械、航空、船舶、汽车、电力装备、轻工、纺织、食品、医药、电子信息制造',
  );
  expect(optionsOf(compiled, 'tasks').join('、')).toBe(
    '评估咨询、方案开发、项目实施、供需对接、设施联通、数据共享、人才培养、政策宣贯',
  );
});

test('at least three of the eight tasks', () => {
  expect(state({ tasks: ['consulting', 'data', 'policy'] }, 'tasks')).toBe('met');
  expect(state({ tasks: ['consulting', 'data'] }, 'tasks')).toBe('not-met');
});

test.each([
  ['plan_base', 1000],
  ['plan_goal', 500],
  ['plan_content', 2500],
  ['plan_support', 500],
])('%s holds %i characters and not one more', (part, limit) => {
  expect(filled(compiled, { [part]: '字'.repeat(limit) }).form.state(part).problem).toBeNull();
  expect(filled(compiled, { [part]: '字'.repeat(limit + 1) }).form.state(part).problem).not.toBeNull();
  expect(state({ [part]: '字'.repeat(limit) }, part)).toBe('met');
  expect(state({ [part]: '字'.repeat(limit + 1) }, part)).not.toBe('met');
});

test('conditions E1 to E5, with two years of service as a number', () => {
  const parts = compiled.scoring.checklist?.parts.map(({ id }) => id) ?? [];
  expect(parts).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'plan', 'recommend']);
  for (const part of parts) expect(conditionsOf(compiled).some((condition) => condition.part === part)).toBe(true);
  expect([state({ service_years: 2 }, 'service_years'), state({ service_years: 1.9 }, 'service_years')]).toEqual([
    'met',
    'not-met',
  ]);
});

test('the consortium conflict stays visible: seven by the text, six rows in the form', () => {
  const both = (members: number): unknown =>
    ['members_text', 'members_form'].map((name) => state({ form: 'consortium', members }, name));
  expect([both(6), both(7), both(8)]).toEqual([
    ['met', 'met'],
    ['met', 'not-met'],
    ['not-met', 'not-met'],
  ]);
  const said = conditionsOf(compiled).filter(({ name }) => name.startsWith('members_'));
  expect(said.every(({ provenance }) => provenance.note !== null && provenance.note.includes('不一致'))).toBe(true);
  expect(compiled.method.join('')).toContain('只有 6 行');
});

test('quotas by kind of region', () => {
  const quota = (recommender: string): unknown => filled(compiled, { recommender }).form.state('quota').value;
  expect(['province', 'separate', 'top10'].map(quota)).toEqual([6, 2, 8]);
  expect(state({ recommender: 'province', recommended: 6, recommended_consortia: 5 }, 'recommended_consortia')).toBe('not-met');
});

test('the basic-information table has ten quantities for 2023 and 2024', () => {
  const names = [...indexDefinition(compiled).questions.keys()];
  const last = names.filter((name) => name.endsWith('_last')).map((name) => name.slice(0, -'_last'.length));
  const previous = names.filter((name) => name.endsWith('_prev')).map((name) => name.slice(0, -'_prev'.length));
  expect(last).toHaveLength(10);
  expect(previous).toEqual(last);
});

test('the guide that was not found is said to be missing', () => {
  expect(compiled.method.join('')).toContain('没有找到');
  expect(compiled.caution).toContain('没有找到');
});
