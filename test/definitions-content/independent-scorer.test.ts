import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { chanceOf } from '../engine/random.ts';
import { makeAnswers } from './independent-answers.ts';
import type { Answers, Description } from './independent-description.ts';
import { Form } from './independent-form.ts';
import { scoreIndependently } from './independent-scorer.ts';

type Printed = {
  items: Record<string, { score: number | null; state: string }>;
  measures: Record<string, { score: number | null; grade?: string | null }>;
  level: string | null;
  readings?: { ways: { id: string; level: string | null }[] };
  checklist?: { conditions: Record<string, { state: string }> };
};

const ids = (JSON.parse((await runCli(['definitions', 'list', '--json'])).out) as { id: string }[]).map(({ id }) => id);

test.each(ids)(
  '[D18] a program that reads only the description of %s comes to the numbers, levels and conditions of score',
  async (id) => {
    const described = JSON.parse((await runCli(['definitions', 'describe', id, '--json'])).out) as Description;
    const [seed = 0] = fc.sample(fc.integer(), 1);
    const chance = chanceOf(seed);
    const sets = Array.from({ length: 120 }, () => makeAnswers(described, chance)).filter(
      (answers) => new Form(described, answers).faults().length === 0,
    );
    expect(sets.length).toBeGreaterThan(100);
    const { out, err } = await runCli(['score', '-'], JSON.stringify(sets.map((answers) => ({ definition: id, answers }))));
    expect(err, `seed ${String(seed)}`).toBe('');
    for (const [index, printed] of (JSON.parse(out) as Printed[]).entries()) {
      expect(ofProgram(printed), `seed ${String(seed)}, set ${String(index)}`).toEqual(independent(described, sets[index] ?? {}));
    }
  },
  120_000,
);

/** The same shape from both sides, numbers of the independent one to 1e-9. */
function independent(described: Description, answers: Answers): unknown {
  const { items, measures, level, readings, conditions } = scoreIndependently(described, answers);
  const { decides: _, ...ways } = readings;
  return {
    items: Object.entries(items).map(([name, { score, state }]) => [name, state, close(score)]),
    measures: Object.entries(measures).map(([id, { score, grade }]) => [id, close(score), grade]),
    level,
    ways,
    conditions,
  };
}

function ofProgram({ items, measures, level, readings, checklist }: Printed): unknown {
  return {
    items: Object.entries(items).map(([name, { score, state }]) => [name, state, score]),
    measures: Object.entries(measures).map(([id, { score, grade }]) => [id, score, grade ?? null]),
    level,
    ways: Object.fromEntries(readings?.ways.map((way) => [way.id, way.level]) ?? []),
    conditions: Object.fromEntries(Object.entries(checklist?.conditions ?? {}).map(([name, { state }]) => [name, state])),
  };
}

function close(score: number | null): unknown {
  return score === null ? null : expect.closeTo(score, 9);
}
