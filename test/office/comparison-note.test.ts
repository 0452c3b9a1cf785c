import { expect, test } from 'vitest';
import { comparisonNote } from '../../src/app/office/comparison-note.ts';
import { buildDetail } from './support/builders.ts';

test('[U121] once decided the desk does not say that the phone never sent its score', () => {
  const { score } = buildDetail();
  const sent = { ...score, phoneSent: true };
  expect((['draft', 'finished'] as const).map((state) => comparisonNote({ state, score }))).toEqual([
    'comparisonNone',
    'comparisonNone',
  ]);
  for (const state of ['returned', 'approved', 'sealed'] as const)
    expect(comparisonNote({ state, score })).toBe('comparisonDecided');
  expect(comparisonNote({ state: 'draft', score: sent })).toBe('comparisonDraft');
  expect(comparisonNote({ state: 'submitted', score: sent })).toBeNull();
});
