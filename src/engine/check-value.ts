import type { Question } from '#definition/compiled.ts';
import { problem } from '#shared/problems.ts';
import type { Problem, ProblemCode } from '#shared/problems.ts';
import type { AnswerValue } from './answers.ts';

/** Problems of one value as small numbers, so that a form of thousands of questions keeps them in a byte each. 0: none. */
export const valueProblems = [
  null,
  'input.wrong-type',
  'input.unknown-option',
  'input.duplicate-option',
  'input.out-of-range',
  'input.constraint',
] as const satisfies readonly (ProblemCode | null)[];

export const wrongType = 1;
export const unknownOption = 2;
export const duplicateOption = 3;
export const outOfRange = 4;
export const constraintFailed = 5;

/** `''`, `[]` and numbers that JSON cannot carry are blank. */
export function normaliseAnswer(value: AnswerValue): AnswerValue {
  if (value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  return value.length === 0 ? null : value;
}

/** Whether the question can hold the value: 0, or a problem number up to `duplicateOption`. */
export function malformation(question: Question, value: AnswerValue): number {
  if (value === null) return 0;
  switch (question.type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? 0 : wrongType;
    case 'decimal':
      return typeof value === 'number' ? 0 : wrongType;
    case 'select_one':
      if (typeof value !== 'string') return wrongType;
      return hasChoice(question, value) ? 0 : unknownOption;
    case 'select_multiple':
      if (typeof value !== 'object') return wrongType;
      if (!value.every((option) => hasChoice(question, option))) return unknownOption;
      return new Set(value).size === value.length ? 0 : duplicateOption;
    case 'date':
      return typeof value === 'string' && isDate(value) ? 0 : wrongType;
    case 'text':
    case 'geopoint':
    case 'image':
      return typeof value === 'string' ? 0 : wrongType;
    case 'note':
      return wrongType;
    case 'calculate':
      return 0;
  }
}

/** 0, or `outOfRange`. */
export function rangeProblem(question: Question, value: AnswerValue): number {
  if (typeof value !== 'number') return 0;
  const below = question.min !== null && value < question.min;
  const above = question.max !== null && value > question.max;
  return below || above ? outOfRange : 0;
}

/** The problem as people and programs are told it. */
export function describeProblem(number: number, question: Question, path: string, value: AnswerValue): Problem | null {
  const code = valueProblems[number] ?? null;
  if (code === null) return null;
  const detail: Record<string, string | number> = { question: path, label: question.label };
  if (code === 'input.out-of-range') {
    if (question.min !== null) detail['min'] = question.min;
    if (question.max !== null) detail['max'] = question.max;
    if (typeof value === 'number') detail['value'] = value;
    if (question.unit !== null) detail['unit'] = question.unit;
  } else if (code === 'input.constraint') {
    detail['message'] = question.constraintMessage ?? '';
  } else if (code === 'input.wrong-type') {
    detail['type'] = question.type;
  } else if (code === 'input.unknown-option') {
    detail['option'] = typeof value === 'string' ? value : String(value);
  }
  return problem(code, detail);
}

function hasChoice(question: Question, option: string): boolean {
  return question.choices.some((choice) => choice.name === option);
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}
