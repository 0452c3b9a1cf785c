import { expect, test } from 'vitest';
import { emptyAnswers } from '../../src/engine/answers.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { formProblems } from '../../src/engine/form-problems.ts';
import { openSession } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';
import { aDefinition, bend } from '../definition/a-definition.ts';
import type { Bendable } from '../definition/a-definition.ts';

const first = ['survey', 0, 'children'] as const;
const second = ['survey', 1, 'children'] as const;

function aSession(
  change: (source: Bendable) => void = () => undefined,
  values: Readonly<Record<string, AnswerValue>> = {},
): Session {
  return openSession(aDefinition(change), { values, rows: {} });
}

test('[E3] a hidden question counts as blank, keeps what was typed, and returns with it', () => {
  const session = aSession(bend([...first, 5, 'calculation'], 'coalesce(${share}, -1)'));
  session.set('kind', 'x');
  session.set('share', 40);
  expect(session.state('rate').value).toBe(40);
  const hidden = session.set('kind', 'y');
  expect(hidden.changed.toSorted()).toEqual(['kind', 'other_share', 'rate', 'share']);
  expect(session.state('share')).toMatchObject({ relevant: false, value: 40, effective: null });
  expect(session.state('rate').value).toBe(-1);
  expect(session.answers().values['share']).toBe(40);
  session.set('kind', 'x');
  expect(session.state('share')).toMatchObject({ relevant: true, value: 40, effective: 40 });
  expect(session.state('rate').value).toBe(40);
});

test('[E4] a hidden group hides everything inside it', () => {
  const session = aSession(bend(['survey', 1, 'relevant'], '${total} > 1'));
  session.addRow('steps', 'r1');
  expect([
    session.state('second').relevant,
    session.state('ticks').relevant,
    session.state('steps/r1/step_name').relevant,
  ]).toEqual([false, false, false]);
  const change = session.set('total', 2);
  expect(change.changed.toSorted()).toEqual(['second', 'steps', 'steps/r1/step_done', 'steps/r1/step_name', 'ticks', 'total']);
  expect(session.state('steps/r1/step_name').relevant).toBe(true);
});

test.each<[string, AnswerValue, string]>([
  ['total', 'five', 'input.wrong-type'],
  ['total', 1.5, 'input.wrong-type'],
  ['kind', 'z', 'input.unknown-option'],
  ['kind', ['x'], 'input.wrong-type'],
  ['ticks', 'a', 'input.wrong-type'],
  ['ticks', ['a', 'a'], 'input.duplicate-option'],
  ['ticks', ['q'], 'input.unknown-option'],
])('[E5] %s = %j is kept, reported, and read as blank', (path, value, code) => {
  const session = aSession();
  session.set(path, value);
  expect(session.state(path)).toMatchObject({ value, effective: null, problem: { code, detail: { question: path } } });
});

test('[E6] a value out of range keeps its value and says the range', () => {
  const session = aSession();
  session.set('total', 1001);
  expect(session.state('total')).toMatchObject({
    value: 1001,
    effective: 1001,
    problem: { code: 'input.out-of-range', detail: { min: 0, max: 1000, value: 1001, label: '总数' } },
  });
  session.set('total', 1000);
  expect(session.state('total').problem).toBeNull();
});

test('[E7] a constraint is judged again when what it reads changes; blank and hidden values have no problem', () => {
  const session = aSession();
  session.set('part', 8);
  expect(session.state('part').problem).toBeNull();
  expect(session.set('total', 5).changed).toContain('part');
  expect(session.state('part').problem).toEqual({
    code: 'input.constraint',
    detail: { question: 'part', label: '部分', message: '部分不能大于总数' },
  });
  session.set('part', null);
  expect(session.state('part').problem).toBeNull();
});

test('[E8] what cannot be computed is blank, and nothing throws', () => {
  const session = aSession();
  session.set('total', 0);
  session.set('part', 0);
  expect(session.state('rate').value).toBeNull();
  session.set('total', null);
  expect(session.state('rate').value).toBeNull();
  session.set('part', Number.NaN);
  session.set('total', Number.POSITIVE_INFINITY);
  expect([session.state('part').value, session.state('total').value]).toEqual([null, null]);
});

test('[E9] inside a repeat a name is the same row; from outside an aggregate reads all rows in order', () => {
  const session = aSession((source) => {
    bend([...second, 0, 'children', 2], {
      type: 'calculate',
      name: 'step_label',
      label: '标签',
      basis: ['R'],
      calculation: "concat(${step_name}, '-', ${step_done})",
    })(source);
    bend(
      [...first, 5, 'calculation'],
      "count(${steps}) * 100 + count(${step_done}[. = 'yes']) * 10 + count-non-empty(${step_done})",
    )(source);
  });
  for (const [index, done] of ['yes', 'no', null].entries()) {
    session.addRow('steps', `r${String(index)}`);
    session.set(`steps/r${String(index)}/step_done`, done);
  }
  session.set('steps/r1/step_name', '焊');
  expect(session.state('steps/r1/step_label').value).toBe('焊-no');
  expect(session.state('steps/r0/step_label').value).toBe('-yes');
  expect(session.state('rate').value).toBe(312);
  session.removeRow('steps', 'r0');
  expect(session.state('rate').value).toBe(201);
  expect(session.rows('steps')).toEqual(['r1', 'r2']);
  expect(session.state('steps/r0/step_done')).toMatchObject({ relevant: false, value: null });
});

test('[E9] a hidden repeat has no rows, and brings them back', () => {
  const session = aSession((source) => {
    bend([...second, 0, 'relevant'], "${kind} = 'x'")(source);
    bend([...first, 5, 'calculation'], 'count(${steps})')(source);
  });
  session.addRow('steps', 'r1');
  expect(session.state('rate').value).toBe(0);
  session.set('kind', 'x');
  expect(session.state('rate').value).toBe(1);
});

test('[E10] edits to what is not there, or is computed, change nothing', () => {
  const session = aSession();
  for (const path of [
    'nothing',
    'rate',
    'first',
    'steps',
    'step_name',
    'steps/none/step_name',
    'steps/r1',
    'wrong/r1/step_name',
  ]) {
    expect(session.set(path, 'a').changed).toEqual([]);
  }
  expect(session.addRow('nothing', 'r1').changed).toEqual([]);
  session.addRow('steps', 'r1');
  expect(session.addRow('steps', 'r1').changed).toEqual([]);
  expect(session.removeRow('steps', 'r2').changed).toEqual([]);
  expect(session.set('kind', null).changed).toEqual([]);
  expect(session.answers()).toEqual({ values: {}, rows: { steps: [{ id: 'r1', values: {} }] } });
});

test('[E11] a choice filter narrows what is offered and what is allowed', () => {
  const session = aSession(bend([...second, 1, 'choice_filter'], "name != 'b' or ${kind} = 'x'"));
  expect(session.choices('ticks').map((choice) => choice.name)).toEqual(['a', 'none']);
  session.set('ticks', ['b']);
  expect(session.state('ticks').problem?.code).toBe('input.unknown-option');
  expect(session.set('kind', 'x').changed).toContain('ticks');
  expect(session.choices('ticks').map((choice) => choice.name)).toEqual(['a', 'b', 'none']);
  expect(session.state('ticks').problem).toBeNull();
});

test('[E12] a hidden required question does not block completion; a shown blank one does, without being an error', () => {
  const compiled = aDefinition(bend([...first, 1, 'required'], true));
  const session = openSession(compiled, emptyAnswers);
  expect(formProblems(compiled, session)).toEqual([]);
  session.set('kind', 'x');
  expect(formProblems(compiled, session)).toMatchObject([{ code: 'input.missing-required', detail: { question: 'share' } }]);
  expect(session.state('share')).toMatchObject({ required: true, problem: null });
  session.set('share', 5);
  expect(formProblems(compiled, session)).toEqual([]);
});

test('[E14] what was saved opens again as it was', () => {
  const session = aSession();
  session.set('kind', 'x');
  session.set('share', 12.5);
  session.set('ticks', ['b', 'a']);
  session.addRow('steps', 'r7');
  session.set('steps/r7/step_name', '焊');
  const saved = JSON.parse(JSON.stringify(session.answers()));
  expect(saved).toEqual({
    values: { kind: 'x', share: 12.5, ticks: ['b', 'a'] },
    rows: { steps: [{ id: 'r7', values: { step_name: '焊' } }] },
  });
  expect(openSession(aDefinition(), saved).answers()).toEqual(saved);
});
