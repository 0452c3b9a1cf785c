import { describe, expect, test } from 'vitest';
import { nextUnanswered, openItems } from '#app/screens/questionnaire/next-open.ts';
import type { Completeness, SectionProgress } from '#diagnosis/completeness.ts';

const section = (
  name: string,
  unanswered: readonly string[],
  invalid: readonly string[] = [],
  evidenceMissing: readonly string[] = [],
): SectionProgress => ({
  section: name,
  label: name,
  relevant: true,
  total: 5,
  answered: 5 - unanswered.length,
  unanswered,
  invalid,
  evidenceMissing,
});
const progress = (...sections: readonly SectionProgress[]): Completeness => ({
  sections,
  total: 0,
  answered: 0,
  evidenceRequired: 0,
  evidencePresent: 0,
  missingRequired: [],
});
const order = ['a1', 'a2', 'a3'];

describe('the next open question', () => {
  const some = progress(section('a', ['a1', 'a3']), section('b', ['b1']));

  test('[U42] is the next one below, then in the next section, then from the top again', () => {
    expect(nextUnanswered(some, 'a', 'a1', order)).toEqual({ section: 'a', path: 'a3' });
    expect(nextUnanswered(some, 'a', 'a3', order)).toEqual({ section: 'b', path: 'b1' });
    expect(nextUnanswered(some, 'b', 'b1', ['b1'])).toEqual({ section: 'a', path: 'a1' });
  });

  test('[U42] there is none when all is answered', () => {
    expect(nextUnanswered(progress(section('a', [])), 'a', null, order)).toBeNull();
  });

  test('[U42] a wrong value is as open as a blank, and listed once', () => {
    expect(openItems(progress(section('a', ['a2'], ['a2', 'a3'])), 'unanswered', [], () => null).map(({ path }) => path)).toEqual(
      ['a2', 'a3'],
    );
  });

  test('[U42] missing evidence and disputes are lists of their own', () => {
    const missing = progress(section('a', [], [], ['a2']));
    expect(openItems(missing, 'evidence', [], () => null)).toEqual([{ section: 'a', path: 'a2' }]);
    expect(openItems(missing, 'disputed', ['a1', 'gone'], (path) => (path === 'a1' ? 'a' : null))).toEqual([
      { section: 'a', path: 'a1' },
    ]);
  });
});
