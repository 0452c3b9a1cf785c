import { expect, test } from 'vitest';
import { asked, conditionsOf, definition, filled } from './content.ts';

const compiled = definition('promotion-centre-gansu');

/**
 * The three tables of 甘工信发〔2024〕128号, typed from the source text. Per line: `>=n` a threshold (several where the line has
 * several), `judge` an expert's judgement, `yes` a yes-or-no.
 */
const source = {
  comprehensive: {
    c1: '>=50 judge',
    c2: 'judge',
    c3: 'judge',
    c4: '>=2 >=40 >=10',
    c5: 'judge',
    c6: '>=50',
    c7: 'yes',
    c8: 'judge',
    c9: '>=150 judge',
    c10: '>=50 judge',
    c11: '>=5 >=5 yes',
    c12: '>=2 judge',
    c13: 'judge',
    c14: 'yes',
    c15: 'yes',
    c16: '>=2',
    c17: '>=1000',
    c18: '>=200',
    c19: '>=500',
  },
  industry: {
    i1: '>=25 judge',
    i2: 'judge',
    i3: 'judge',
    i4: '>=30 >=5',
    i5: '>=50 >=3',
    i6: 'yes',
    i7: 'judge',
    i8: '>=2 yes',
    i9: '>=300 judge',
    i10: '>=10 judge',
    i11: '>=100',
  },
  functional: { f0: '>=25 judge' },
  innovation: { ft1: '>=2 judge', ft2: 'judge', ft3: '>=50 >=5', ft4: '>=3 >=1', ft5: '>=2 yes' },
  incubation: { fi1: '>=2 judge', fi2: '>=50', fi3: 'judge', fi4: '>=20 yes', fi5: 'yes' },
  talent: { fp1: '>=50 judge', fp2: 'judge', fp3: '>=2000', fp4: '>=3', fp5: 'judge', fp6: '>=1' },
  sme: { fs1: '>=100 judge', fs2: 'yes', fs3: '>=200', fs4: 'judge', fs5: 'yes >=100', fs6: 'yes' },
} as const satisfies Record<string, Record<string, string>>;

function shape(line: string): readonly string[] {
  const found = conditionsOf(compiled).filter(({ name }) => name === line || name.startsWith(`${line}_`));
  return found
    .map(({ test: { kind, ...rest } }) => {
      if (kind === 'at-least') return `>=${'value' in rest ? String(rest.value) : ''}`;
      return kind === 'judged' ? 'judge' : kind === 'chosen' ? 'yes' : kind;
    })
    .toSorted();
}

test.each(Object.entries(source))(
  'the table %s holds every line with its thresholds, judgements and yes-or-no parts',
  (_, lines) => {
    for (const [line, expected] of Object.entries(lines))
      expect([line, shape(line)]).toEqual([line, expected.split(' ').toSorted()]);
  },
);

test('nothing stands in the tables that the source does not have', () => {
  const lines = new Set(Object.values(source).flatMap((table) => Object.keys(table)));
  const preconditions = conditionsOf(compiled).filter(({ part }) => part === 'entry');
  const extra = conditionsOf(compiled).filter(({ name, part }) => part !== 'entry' && !lines.has(name.split('_')[0] ?? ''));
  expect(extra).toEqual([]);
  expect(preconditions.every(({ prerequisite }) => prerequisite)).toBe(true);
  expect(Object.values(source).map((table) => Object.keys(table).length)).toEqual([19, 11, 1, 5, 5, 6, 6]);
});

test('the source gives no weights and no pass mark, so there is no total and no level', () => {
  expect(compiled.scoring.measures).toEqual([]);
  expect(compiled.scoring.items).toEqual([]);
  expect(compiled.scoring.level).toBeNull();
  expect(compiled.method.join('')).toContain('不打总分');
});

test('conditions stand on the official table', () => {
  expect(conditionsOf(compiled).filter(({ provenance }) => provenance.fidelity !== 'official')).toEqual([]);
});

test.each([
  [{ center_type: 'comprehensive' }, /^c\d/],
  [{ center_type: 'industry' }, /^i\d/],
  [{ center_type: 'functional', function_kind: 'innovation' }, /^f0|^ft\d/],
  [{ center_type: 'functional', function_kind: 'incubation' }, /^f0|^fi\d/],
  [{ center_type: 'functional', function_kind: 'talent' }, /^f0|^fp\d/],
  [{ center_type: 'functional', function_kind: 'sme' }, /^f0|^fs\d/],
])('%o is asked its own table only', (answers, own) => {
  const lines = asked(compiled, answers).filter((name) => /^[cif][a-z]?\d/.test(name));
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((name) => !own.test(name))).toEqual([]);
});

test.each([
  ['comprehensive', 'c1_staff', 50],
  ['industry', 'i1_staff', 25],
  ['functional', 'f0_staff', 25],
])('%s: %s asks for exactly %i people', (center_type, condition, least) => {
  const state = (staff: number): unknown =>
    filled(compiled, { center_type, staff }).result.checklist?.conditions[condition]?.state;
  expect([state(least), state(least - 1)]).toEqual(['met', 'not-met']);
});

test('a share of above-scale firms is computed, never typed', () => {
  const share = (served: number, of: number): unknown => {
    const { form, result } = filled(compiled, { center_type: 'industry', i10_served: served, i10_all: of });
    return [form.state('i10_share').value, result.checklist?.conditions['i10_share']?.state];
  };
  expect(share(1, 10)).toEqual([10, 'met']);
  expect(share(9, 100)).toEqual([9, 'not-met']);
});
