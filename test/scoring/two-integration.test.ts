import { expect, test } from 'vitest';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import type { AnswerValue, Row } from '../../src/engine/answers.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import type { ScoreResult } from '../../src/scoring/score-result.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { latestEdition, loadDefinitions } from '../../src/server/definitions/load-definitions.ts';

const found = latestEdition(await loadDefinitions(definitionsFolder()), 'two-integration');
if (found === null) throw new Error('two-integration is not there');
const { compiled } = found;

/** A firm whose every answer is the lowest or the highest one. */
function extremeFirm(kind: string, highest: boolean): ScoreResult {
  const values: Record<string, AnswerValue> = { production_type: kind, equipment_total: 100 };
  for (const item of compiled.scoring.items) {
    const { rule } = item;
    const { questions } = indexDefinition(compiled);
    switch (rule.kind) {
      case 'options': {
        const ranked = Object.entries(rule.scores)
          .toSorted(([, a], [, b]) => (a ?? 0) - (b ?? 0))
          .map(([name]) => name);
        values[rule.question] = (highest ? ranked.at(-1) : ranked[0]) ?? null;
        break;
      }
      case 'ticks':
      case 'count':
        values[rule.question] = highest
          ? (questions.get(rule.question)?.question.choices ?? []).filter(({ exclusive }) => !exclusive).map(({ name }) => name)
          : ['none'];
        break;
      case 'change': {
        const better = (rule.better === 'higher') === highest;
        values[rule.previous] = 50;
        values[rule.last] = better ? 60 : 40;
        break;
      }
      case 'bands':
      case 'curve':
        values[rule.question] = highest ? best(rule) : 0;
        break;
      case 'ladder':
      case 'satisfaction':
        throw new Error(`${rule.kind} is not expected here`);
    }
  }
  Object.assign(values, {
    equipment_digital: highest ? 100 : 0,
    equipment_networked: highest ? 100 : 0,
    dx19_purchase: highest ? 100 : 0,
    dx19_sales: highest ? 100 : 0,
  });
  const rows: Row[] = [{ id: 'r1', values: { key_process_controlled: highest ? 'yes' : 'no' } }];
  return scoreAll(compiled, evaluateAll(compiled, { values, rows: { key_processes: rows } }));
}

function best(
  rule: { readonly points: readonly { readonly x: number; readonly s: number }[] } | { readonly bands: readonly unknown[] },
): number {
  return 'points' in rule ? (rule.points.find(({ s }) => s === 100)?.x ?? 0) : 100;
}

test.each(['discrete_mass', 'process', 'mixed'])(
  'a %s firm with the lowest answers stands at the start, with the highest at the top',
  (kind) => {
    const lowest = extremeFirm(kind, false);
    const top = extremeFirm(kind, true);
    expect([lowest.measures['L']?.score, lowest.level]).toEqual([0, 'start']);
    expect(lowest.measures['XY']?.score).toBe(2);
    expect([top.measures['L']?.score, top.measures['B']?.score, top.level]).toEqual([expect.closeTo(100, 9), 100, 'innovation']);
    expect(lowest.blocking).toEqual([
      { measure: 'JC', required: 45, actual: 0 },
      { measure: 'DX', required: 50, actual: 0 },
    ]);
    expect(top.blocking).toEqual([]);
    expect(Object.values(top.items).filter(({ state }) => state === 'unanswered')).toEqual([]);
  },
);

test('key processes without yes or no are ignored; none at all is unanswered', () => {
  const rate = (...controlled: (string | null)[]): unknown => {
    const rows = controlled.map((value, index) => ({ id: `r${String(index)}`, values: { key_process_controlled: value } }));
    const form = evaluateAll(compiled, { values: { production_type: 'process' }, rows: { key_processes: rows } });
    return [form.state('jc10').value, scoreAll(compiled, form).items['jc10']?.state];
  };
  expect(rate('yes', 'no', null, 'yes')).toEqual([200 / 3, 'answered']);
  expect(rate(null)).toEqual([null, 'unanswered']);
  expect(rate()).toEqual([null, 'unanswered']);
});

test('多基地 not applicable leaves the weights of 协同与创新', () => {
  const result = scoreAll(
    compiled,
    evaluateAll(compiled, { values: { production_type: 'process', xt04: 'na', xt01: 'e' }, rows: {} }),
  );
  expect(result.items['xt04']).toEqual({ score: null, state: 'not-applicable' });
  expect(result.measures['XT']?.answeredWeight).toBe(14 / 92);
});
