import { expect, test } from 'vitest';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import { compileDefinition } from '../../src/definition/compile.ts';
import { rowPath } from '../../src/engine/answers.ts';
import { openSession } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';
import { openScoreSession } from '../../src/scoring/score-session.ts';
import { editsOf } from '../bench/forms/edits.ts';
import { fillForm, generateForm } from '../bench/forms/generate-form.ts';
import { rowId, toAnswers, toDefinition } from '../bench/forms/to-definition.ts';

/** Work is counted, never timed: counts do not depend on the machine. */
function countPerEdit(session: Session, edit: () => void): number {
  const before = session.recomputedCount;
  edit();
  return session.recomputedCount - before;
}

function open(questions: number, rows: number): { compiled: CompiledDefinition; session: Session } {
  const form = generateForm(questions, rows);
  const outcome = compileDefinition(toDefinition(form), 'generated.yaml');
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.map(({ message }) => message).join('; '));
  return { compiled: outcome.compiled, session: openSession(outcome.compiled, toAnswers(fillForm(form))) };
}

/** Computed and checked: the answer itself and the section score that reads it. */
const leafWork = 4;

test.each([100, 1000, 3000])('[E20] a leaf answer recomputes itself and its readers alone, at %i questions', (questions) => {
  const { session } = open(questions, 50);
  for (const { question, value } of editsOf(generateForm(questions, 50), 20).leaf) {
    const work = countPerEdit(session, () => session.set(question, value));
    expect(work, question).toBeLessThanOrEqual(leafWork);
    expect(work, question).toBeGreaterThan(0);
  }
});

test('[E20] hiding and showing a chain recomputes the chain, however large the form', () => {
  const work = [100, 1000, 3000].map((questions) => {
    const { session } = open(questions, 0);
    return [countPerEdit(session, () => session.set('s0_q0', 'o5')), countPerEdit(session, () => session.set('s0_q0', 'o1'))];
  });
  expect(work[1]).toEqual(work[0]);
  expect(work[2]).toEqual(work[0]);
});

test.each([1, 50, 500])('[E21] an answer in one of %i rows recomputes that row and the sum over the rows', (rows) => {
  const { session } = open(100, rows);
  const work = countPerEdit(session, () => session.set(rowPath('equip', rowId(rows - 1), 'qty'), 3000));
  // Quantity, its product, the sum: each computed once and checked once.
  expect(work).toBeLessThanOrEqual(6);
  expect(session.state('equip_value').effective).toBe(
    session.rows('equip').reduce((sum, id) => sum + Number(session.state(rowPath('equip', id, 'value')).effective), 0),
  );
});

test('[E21] adding row 500 recomputes no more than adding row 1', () => {
  const [first, last] = [0, 499].map((rows) => {
    const { session } = open(100, rows);
    return countPerEdit(session, () => session.addRow('equip', rowId(rows)));
  });
  expect(last).toBe(first);
});

test('[E22] an answer that changes nothing recomputes nothing', () => {
  const { session } = open(100, 50);
  const value = session.state('s1_q0').value;
  expect(countPerEdit(session, () => session.set('s1_q0', value))).toBe(0);
});

test('[S20] a leaf answer rescoring touches its item, its measure and what is made of it', () => {
  for (const questions of [100, 3000]) {
    const { compiled, session } = open(questions, 0);
    const score = openScoreSession(compiled, session);
    expect(score.apply(session.set('s1_q0', 'o5'))).toEqual(['s1_q0', 's1', 'total']);
  }
});
