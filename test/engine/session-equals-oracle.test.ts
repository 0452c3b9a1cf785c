import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { emptyAnswers } from '../../src/engine/answers.ts';
import type { Change, FormState } from '../../src/engine/form-view.ts';
import { openSession } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';
import { openScoreSession } from '../../src/scoring/score-session.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { randomDefinition, someAnswer } from './random-definition.ts';
import type { Edit } from './random-definition.ts';

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('set' as const), at: fc.nat(200), value: fc.nat(1000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), repeat: fc.nat(3), row: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), repeat: fc.nat(3), row: fc.nat(4) }) },
);

function apply(compiled: CompiledDefinition, session: Session, paths: readonly string[], step: Edit): Change {
  const { questions, repeats: all } = indexDefinition(compiled);
  const repeats = [...all.keys()];
  if (step.kind === 'set') {
    const path = paths[step.at % paths.length] ?? '';
    return session.set(path, someAnswer(questions.get(path.split('/').at(-1) ?? '')?.question.type ?? null, step.value));
  }
  const repeat = repeats[step.repeat % Math.max(1, repeats.length)] ?? 'none';
  const row = `row${String(step.row)}`;
  return step.kind === 'add' ? session.addRow(repeat, row) : session.removeRow(repeat, row);
}

function differing(before: FormState, after: FormState): readonly string[] {
  const paths = new Set([...before.paths, ...after.paths]);
  return [...paths].filter((path) => JSON.stringify(before.state(path)) !== JSON.stringify(after.state(path)));
}

test.each([false, true])(
  '[E2] [S2] session equals oracle and score session equals scoreAll after every edit (choice filters: %s)',
  (filters) => {
    let edits = 0;
    let changes = 0;
    fc.assert(
      fc.property(fc.integer(), fc.array(edit, { minLength: 10, maxLength: 40 }), (seed, steps) => {
        const compiled = randomDefinition(seed, { filters });
        fc.pre(compiled !== null);
        const repeats = [...indexDefinition(compiled).repeats.keys()];
        const session = openSession(compiled, emptyAnswers);
        const scores = openScoreSession(compiled, session);
        let before = evaluateAll(compiled, emptyAnswers);
        for (const step of steps) {
          const change = apply(compiled, session, before.paths, step);
          const after = evaluateAll(compiled, session.answers());
          for (const path of after.paths) expect({ path, ...session.state(path) }).toEqual({ path, ...after.state(path) });
          for (const repeat of repeats) expect(session.rows(repeat)).toEqual(after.rows(repeat));

          const different = differing(before, after);
          expect(change.changed).toEqual(expect.arrayContaining([...different]));
          expect(new Set(change.changed).size).toBe(change.changed.length);
          if (!filters && step.kind === 'set') expect(change.changed.toSorted()).toEqual(different.toSorted());

          const resultBefore = scores.result();
          const moved = scores.apply(change);
          const result = scoreAll(compiled, after);
          expect(scores.result()).toEqual(result);
          const items = Object.keys(result.items).filter(
            (name) => JSON.stringify(result.items[name]) !== JSON.stringify(resultBefore.items[name]),
          );
          const measures = Object.keys(result.measures).filter(
            (id) => JSON.stringify(result.measures[id]) !== JSON.stringify(resultBefore.measures[id]),
          );
          expect(moved.toSorted()).toEqual([...items, ...measures].toSorted());
          edits += 1;
          changes += different.length;
          before = after;
        }
        const restored = openSession(compiled, session.answers());
        for (const path of before.paths) expect({ path, ...restored.state(path) }).toEqual({ path, ...before.state(path) });
        expect(restored.answers()).toEqual(session.answers());
      }),
      { numRuns: 150 },
    );
    expect(edits).toBeGreaterThan(1000);
    expect(changes).toBeGreaterThan(1000);
  },
);
