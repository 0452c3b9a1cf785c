import type { Question } from '#definition/compiled.ts';
import type { Json } from '#shared/json.ts';

/** A value as a person reads it: the words of the chosen options, numbers without a computer's tail; null for a blank. */
export function valueText(question: Question, value: Json): string | null {
  if (value === null || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((part) => scalarText(question, part as Json)).join('、');
  return scalarText(question, value);
}

function scalarText(question: Question, value: Json): string {
  if (typeof value === 'number') return String(Number(value.toFixed(4)));
  if (typeof value !== 'string') return JSON.stringify(value);
  return question.choices.find(({ name }) => name === value)?.label ?? value;
}
