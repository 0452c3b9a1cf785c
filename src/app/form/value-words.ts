import type { Question } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';

/** An answer as people say it: labels of choices, numbers with their unit. */
export function valueWords(question: Pick<Question, 'choices' | 'unit'>, value: unknown): string {
  const label = (name: unknown): string => question.choices.find((choice) => choice.name === name)?.label ?? String(name);
  if (value === null) return t('form.disputed.blank');
  // No answer is an empty list: a verification that was taken back is.
  if (Array.isArray(value) && value.length === 0) return t('form.verify.notVerified');
  if (Array.isArray(value)) return value.map(label).join(t('form.list.and'));
  return question.unit === null || typeof value !== 'number' ? label(value) : `${String(value)} ${question.unit}`;
}
