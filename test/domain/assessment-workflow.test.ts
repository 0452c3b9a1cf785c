import { expect, test } from 'vitest';
import { isEditable, isHandedIn, nextAssessmentState } from '#domain/assessment-workflow.ts';

test('[M8] draft, finish, submit, return and answer again', () => {
  expect(nextAssessmentState('draft', 'finish')).toBe('finished');
  expect(nextAssessmentState('finished', 'submit')).toBe('submitted');
  expect(nextAssessmentState('submitted', 'return')).toBe('returned');
  expect(nextAssessmentState('returned', 'answer')).toBe('returned');
  expect(nextAssessmentState('returned', 'finish')).toBe('finished');
});

test('[M8] an answer after finishing reopens the draft', () => {
  expect(nextAssessmentState('finished', 'answer')).toBe('draft');
});

test('[M8] a draft is not submitted unfinished, nothing leaves voided, and only an amendment leaves sealed', () => {
  expect(nextAssessmentState('draft', 'submit')).toBeNull();
  for (const event of ['answer', 'finish', 'submit', 'return', 'approve', 'seal', 'void'] as const) {
    expect(nextAssessmentState('sealed', event)).toBeNull();
    expect(nextAssessmentState('voided', event)).toBeNull();
  }
  expect(nextAssessmentState('sealed', 'amend')).toBe('draft');
});

test('[M8] editable is what an answer may change; handed in is what the office lists', () => {
  expect((['draft', 'finished', 'returned'] as const).every(isEditable)).toBe(true);
  expect((['submitted', 'approved', 'sealed', 'voided'] as const).some(isEditable)).toBe(false);
  expect(isHandedIn('submitted')).toBe(true);
  expect(isHandedIn('finished')).toBe(false);
});
