import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDefinition } from '../../src/definition/compile.ts';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { evaluateAll } from '../../src/engine/evaluate-all.ts';
import { openSession } from '../../src/engine/session.ts';
import { openScoreSession } from '../../src/scoring/score-session.ts';
import { scoreAll } from '../../src/scoring/score.ts';
import { fillForm, generateForm } from '../bench/forms/generate-form.ts';
import { toAnswers, toDefinition } from '../bench/forms/to-definition.ts';

/** The form of the benchmark: sections of three scored choices, one total over all sections. */
function longForm(questions: number): CompiledDefinition {
  const outcome = compileDefinition(toDefinition(generateForm(questions, 0)), 'long.yaml');
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  return outcome.compiled;
}

const draftOf = (questions: number) => toAnswers(fillForm(generateForm(questions, 0)));

test('[S23] [S24] an answer scores its item and reads one part of its section and one of the total again, however long the form', () => {
  const work = [100, 3000].map((questions) => {
    const compiled = longForm(questions);
    const session = openSession(compiled, draftOf(questions));
    const scores = openScoreSession(compiled, session);
    const before = session.recomputedCount + scores.recomputedCount;
    expect(scores.apply(session.set('s1_q0', 'o5'))).toEqual(['s1_q0', 's1', 'total']);
    return session.recomputedCount + scores.recomputedCount - before;
  });
  // Four nodes; one item, two measures, and of each measure the one part that changed.
  expect(work).toEqual([4 + 3 + 2, 4 + 3 + 2]);
});

test('[S2] [S24] a total over more than one block equals scoreAll exactly after every edit', () => {
  const compiled = longForm(1200);
  const draft = draftOf(1200);
  fc.assert(
    fc.property(
      fc.array(fc.record({ section: fc.nat(119), question: fc.constantFrom(0, 3, 7), option: fc.nat(5) }), {
        minLength: 1,
        maxLength: 12,
      }),
      (edits) => {
        const session = openSession(compiled, draft);
        const scores = openScoreSession(compiled, session);
        for (const { section, question, option } of edits) {
          const value = option === 0 ? null : `o${String(option)}`;
          scores.apply(session.set(`s${String(section)}_q${String(question)}`, value));
          const expected = scoreAll(compiled, evaluateAll(compiled, session.answers()));
          expect(scores.measure('total')).toEqual(expected.measures['total']);
          expect(scores.result()).toEqual(expected);
        }
      },
    ),
    { numRuns: 4 },
  );
});

test('[S25] a result stays as it was, read before or after later answers', () => {
  const compiled = longForm(100);
  const session = openSession(compiled, draftOf(100));
  const scores = openScoreSession(compiled, session);
  const first = scores.result();
  const expected = scoreAll(compiled, evaluateAll(compiled, session.answers()));
  scores.apply(session.set('s1_q0', 'o5'));
  scores.result();
  scores.apply(session.set('s2_q0', null));
  expect(scores.result()).toEqual(scoreAll(compiled, evaluateAll(compiled, session.answers())));
  expect(first).toEqual(expected);
});
