import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileDefinition } from '#definition/compile.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { ladderOf } from '#diagnosis/ladder-of.ts';
import { standingOf } from '#diagnosis/standing.ts';
import { emptyAnswers, type Answers } from '#engine/answers.ts';
import { openSession } from '#engine/session.ts';
import { scoreAll } from '#scoring/score.ts';

function definition(path: string): CompiledDefinition {
  const file = `survey-definitions/${path}.yaml`;
  const outcome = compileDefinition(readFileSync(file, 'utf8'), file);
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  return outcome.compiled;
}

function standing(path: string, values: Answers['values'] = {}) {
  const compiled = definition(path);
  return standingOf(compiled, scoreAll(compiled, openSession(compiled, { ...emptyAnswers, values })));
}

describe('what a result says besides scores', () => {
  test('[G4] each kind of definition has its own parts, and the others are null', () => {
    const kinds = (path: string): readonly string[] =>
      Object.entries(standing(path)).flatMap(([part, found]) => (found === null ? [] : [part]));
    expect(kinds('two-integration/2013-1')).toEqual([]);
    expect(kinds('smart-manufacturing-maturity/2020')).toEqual(['readings', 'tree']);
    expect(kinds('sme-digital-level/2024')).toEqual(['readings', 'scenes']);
    expect(kinds('promotion-centre-gansu/2024')).toEqual(['parts', 'attention']);
  });

  test('[G4] a maturity tree has the levels at its leaves alone, and a cell for each level above the first', () => {
    const tree = standing('smart-manufacturing-maturity/2020').tree;
    expect(tree?.levels).toHaveLength(5);
    expect(tree?.rows.filter(({ levels }) => levels.length === 5)).toHaveLength(20);
    expect(tree?.rows.filter(({ depth }) => depth === 0).every(({ levels }) => levels.length === 0)).toBe(true);
  });

  test('[S20] the conditions of a part add up to its tally', () => {
    for (const { tally, conditions } of standing('promotion-centre-gansu/2024').parts ?? []) {
      expect(Object.values(tally).reduce((sum, count) => sum + count, 0)).toBe(conditions.length);
    }
  });

  test('[G6] what people have to judge is listed: open, doubted on site, and to be held beforehand', () => {
    const path = 'promotion-centre-gansu/2024';
    const names = (rows: readonly { readonly name: string }[] | undefined) => rows?.map(({ name }) => name) ?? [];
    const asked = standing(path, { center_type: 'comprehensive' }).attention;
    const judged = names(asked?.open);
    expect(judged.length).toBeGreaterThan(0);
    expect(asked?.doubted).toEqual([]);
    expect(asked?.prerequisites.every(({ prerequisite }) => prerequisite)).toBe(true);
    expect(judged).toContain('c1');
    const answered = standing(path, { center_type: 'comprehensive', c1: 'short', c2: 'meets', c3: 'unsure' }).attention;
    expect(names(answered?.doubted)).toEqual(['c1']);
    expect(judged.filter((name) => !names(answered?.open).includes(name))).toEqual(['c1', 'c2']);
  });

  test('[G7] a level that only means below the first is no step of the ladder', () => {
    const steps = (path: string): readonly string[] => ladderOf(definition(path)).map(({ id }) => id);
    expect(steps('smart-factory/2025')).not.toContain('none');
    expect(steps('smart-factory/2025')).toHaveLength(4);
    expect(steps('sme-digital-level/2024')).toHaveLength(4);
    expect(steps('two-integration/2013-1')).toHaveLength(4);
    expect(steps('dcmm-quick/2018')).toEqual([]);
  });
});
