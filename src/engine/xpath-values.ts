/** XPath's conversions between our answer values, numbers, strings and booleans. Blank is '' as a string and NaN as a number. */
import type { AnswerValue } from './answers.ts';

/** What an expression may yield before it is stored. */
export type Value = AnswerValue | boolean;

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === null) return Number.NaN;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = typeof value === 'string' ? value : value.join(' ');
  return text === '' ? Number.NaN : Number(text);
}

export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number') return numberToText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return value.join(' ');
}

export function numberToText(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  return toText(value) !== '';
}

/** What a computed question stores: numbers that JSON cannot carry and empty text are blank. */
export function toAnswer(value: Value): AnswerValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null || value.length === 0) return null;
  return value;
}

export function sameAnswer(a: AnswerValue, b: AnswerValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
