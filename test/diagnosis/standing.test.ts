import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileDefinition } from '#definition/compile.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { standingOf } from '#diagnosis/standing.ts';
import { emptyAnswers } from '#engine/answers.ts';
import { openSession } from '#engine/session.ts';
import { scoreAll } from '#scoring/score.ts';

function standing(path: string) {
  const file = `survey-definitions/${path}.yaml`;
  const outcome = compileDefinition(readFileSync(file, 'utf8'), file);
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  const compiled: CompiledDefinition = outcome.compiled;
  return standingOf(compiled, scoreAll(compiled, openSession(compiled, emptyAnswers)));
}

describe('what a result says besides scores', () => {
  test('[G4] each kind of definition has its own parts, and the others are null', () => {
    const kinds = (path: string): readonly string[] =>
      Object.entries(standing(path)).flatMap(([part, found]) => (found === null ? [] : [part]));
    expect(kinds('two-integration/2013-1')).toEqual([]);
    expect(kinds('smart-manufacturing-maturity/2020')).toEqual(['readings', 'tree']);
    expect(kinds('sme-digital-level/2024')).toEqual(['readings', 'scenes']);
    expect(kinds('promotion-centre-gansu/2024')).toEqual(['parts']);
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
});
